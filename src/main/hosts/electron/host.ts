import { utilityProcess } from 'electron';
import { basename } from 'node:path';
import type { Host, WorkProcess } from '../../host.ts';

export const electronHost: Host = { kind: 'desktop', startProcess };

function startProcess(entry: string): WorkProcess {
  const child = utilityProcess.fork(entry, [], {
    stdio: ['ignore', 'ignore', 'inherit'],
    serviceName: `polylogue ${basename(entry)}`,
  });
  return {
    // Known once it has started.
    get pid() {
      return child.pid;
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    post: (message) => child.postMessage(message),
    listen: (message, exited) => {
      child.on('message', message);
      child.on('exit', (code) => exited(code));
    },
    end: () => void child.kill(),
  };
}
