import { fork } from 'node:child_process';
import { workEnvironment, type Host, type WorkProcess } from '../../host.ts';

/** The host of the web server and of the command line: processes by `fork`. */
export function nodeHost(kind: 'web' | 'cli'): Host {
  return { kind, startProcess };
}

function startProcess(entry: string): WorkProcess {
  const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env: workEnvironment() });
  return {
    pid: child.pid,
    post: (message) => {
      if (child.connected) child.send(message, () => {});
    },
    listen: (message, exited) => {
      child.on('message', message);
      child.on('error', () => exited(null));
      child.on('exit', (code) => exited(code));
    },
    end: () => void child.kill('SIGKILL'),
  };
}
