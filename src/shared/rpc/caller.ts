import { ArchiveError } from '../errors.ts';
import type { Port } from './port.ts';
import { decode, decodeError, encode } from './protocol.ts';

/** The asking side of a port, JSON text in and out. */
export interface Caller {
  readonly call: (name: string, body: string, signal?: AbortSignal) => Promise<string>;
  readonly onEvent: (listener: (name: string, body: string) => void) => () => void;
  readonly close: () => void;
}

/** `data` of the failure with which a call ends when its connection does. */
export const connectionLost = { reason: 'connection-lost' } as const;

export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof ArchiveError) || typeof error.data !== 'object' || error.data === null) return false;
  return 'reason' in error.data && error.data.reason === connectionLost.reason;
}

/** Asks over one port, until it closes: then every open call fails, and so does every later one. */
export function caller(port: Port, closed: () => void = () => {}): Caller {
  const open = new Map<number, { resolve: (body: string) => void; reject: (error: ArchiveError) => void }>();
  const listeners = new Set<(name: string, body: string) => void>();
  let lastId = 0;
  let ended = false;
  const lost = () => new ArchiveError('Internal', 'The connection to the archive was lost.', connectionLost);

  port.listen(
    (text) => {
      const frame = decode(text);
      if (frame?.type === 'event') for (const listener of listeners) listener(frame.name, frame.body);
      else if (frame?.type === 'answer') open.get(frame.id)?.resolve(frame.body);
      else if (frame?.type === 'failure') open.get(frame.id)?.reject(decodeError(frame.body));
    },
    () => {
      ended = true;
      for (const { reject } of open.values()) reject(lost());
      closed();
    },
  );

  const call: Caller['call'] = async (name, body, signal) => {
    if (signal?.aborted === true) throw new ArchiveError('Cancelled', 'Cancelled.');
    if (ended) throw lost();
    const id = ++lastId;
    const cancel = (): void => {
      port.post(encode({ type: 'cancel', id }));
      open.get(id)?.reject(new ArchiveError('Cancelled', 'Cancelled.'));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<string>((resolve, reject) => {
        open.set(id, { resolve, reject });
        port.post(encode({ type: 'call', id, name, body }));
      });
    } finally {
      open.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  };

  return {
    call,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: port.close,
  };
}
