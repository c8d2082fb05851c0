import { ArchiveError, toArchiveError } from '../errors.ts';
import type { Port } from './port.ts';
import { decode, encode, encodeError } from './protocol.ts';

/** Answers one request, JSON text in, JSON text out. Fails with `ArchiveError`; anything else thrown becomes `Internal`. */
export type Answer = (name: string, body: string, signal: AbortSignal) => Promise<string>;

export interface Served {
  /** Tells the other side that something happened. `body` is JSON. */
  readonly emit: (name: string, body: string) => void;
  readonly close: () => void;
}

/**
 * Answers what arrives on a port. A port that closes aborts what it asked for; one that sends anything but this protocol is
 * closed.
 */
export function serve(port: Port, answer: Answer, closed: () => void = () => {}): Served {
  const running = new Map<number, AbortController>();

  const call = async (id: number, name: string, body: string): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const result = await answer(name, body, controller.signal);
      if (controller.signal.aborted) throw new ArchiveError('Cancelled', 'Cancelled.');
      port.post(encode({ type: 'answer', id, body: result }));
    } catch (thrown) {
      port.post(encode({ type: 'failure', id, body: encodeError(toArchiveError(thrown)) }));
    } finally {
      running.delete(id);
    }
  };

  const close = (): void => {
    port.close();
    for (const controller of running.values()) controller.abort();
  };

  port.listen(
    (text) => {
      const frame = decode(text);
      if (frame?.type === 'call' && !running.has(frame.id)) void call(frame.id, frame.name, frame.body);
      else if (frame?.type === 'cancel') running.get(frame.id)?.abort();
      else close();
    },
    () => {
      for (const controller of running.values()) controller.abort();
      closed();
    },
  );
  return { emit: (name, body) => port.post(encode({ type: 'event', name, body })), close };
}
