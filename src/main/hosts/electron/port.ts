import type { MessagePortMain } from 'electron';
import { inbound, type Port } from '../../../shared/rpc/port.ts';

/** A port over main's end of a window's `MessageChannel`. */
export function mainPort(port: MessagePortMain): Port {
  const end = inbound();
  port.on('message', ({ data }) => {
    if (typeof data === 'string') end.message(data);
  });
  port.on('close', () => end.closed());
  port.start();
  return {
    post: (text) => {
      if (!end.isClosed()) port.postMessage(text);
    },
    listen: end.listen,
    close: () => {
      port.close();
      end.closed();
    },
  };
}
