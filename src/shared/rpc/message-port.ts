import { inbound, type Port } from './port.ts';

/** What a window's, a thread's `MessagePort` have in common. */
export interface MessagePortLike {
  postMessage(message: string): void;
  addEventListener(type: string, listener: (event: { readonly type: string; readonly data?: unknown }) => void): void;
  start?(): void;
  close(): void;
}

/** A port over a `MessagePort` (window, worker thread). */
export function messagePort(port: MessagePortLike): Port {
  const end = inbound();
  port.addEventListener('message', (event) => {
    if (typeof event.data === 'string') end.message(event.data);
  });
  port.addEventListener('close', () => end.closed());
  port.start?.();
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
