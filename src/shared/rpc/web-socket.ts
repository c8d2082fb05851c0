import { inbound, type Port } from './port.ts';

/** What a browser's `WebSocket` and the one of `ws` have in common. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
}

const open = 1;

/** A port over a WebSocket that is open. */
export function webSocketPort(socket: WebSocketLike): Port {
  const end = inbound();
  socket.addEventListener('message', (event) => {
    if (typeof event.data === 'string') end.message(event.data);
  });
  socket.addEventListener('close', () => end.closed());
  socket.addEventListener('error', () => end.closed());
  return {
    post: (text) => {
      if (socket.readyState === open) socket.send(text);
    },
    listen: end.listen,
    close: () => {
      socket.close();
      end.closed();
    },
  };
}

/** Resolves when the socket is open; rejects when it closes before. */
export function openWebSocket(socket: WebSocketLike): Promise<Port> {
  return new Promise((resolve, reject) => {
    const port = webSocketPort(socket);
    if (socket.readyState === open) resolve(port);
    socket.addEventListener('open', () => resolve(port));
    const failed = () => reject(new Error('The connection could not be opened.'));
    socket.addEventListener('close', failed);
    socket.addEventListener('error', failed);
  });
}
