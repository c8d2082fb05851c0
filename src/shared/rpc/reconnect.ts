import { ArchiveError } from '../errors.ts';
import { caller, isConnectionLost, type Caller } from './caller.ts';
import { isRead } from './define.ts';
import type { Port } from './port.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost' | 'closed';

export interface ReconnectingCaller extends Caller {
  readonly state: () => ConnectionState;
  /** Told of every change. After `open` following `lost`, events were missed: ask `status` and read again. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void;
}

/** Milliseconds before each try; the last one repeats. */
const waits: readonly number[] = [100, 200, 400, 800, 1600, 3000];

/** Times that a read is asked again when the connection is lost over it: perhaps it is the read. */
const asksAtMost = 5;

/**
 * A caller that opens its port again whenever it is lost. Reads that were under way are asked again and callers wait; a command
 * fails with `connectionLost`, because it may have been done.
 */
export function reconnecting(open: () => Promise<Port>, delays: readonly number[] = waits): ReconnectingCaller {
  const events = new Set<(name: string, body: string) => void>();
  const states = new Set<(state: ConnectionState) => void>();
  const waiting = new Set<{ resolve: (current: Caller) => void; reject: (error: ArchiveError) => void }>();
  let current: Caller | null = null;
  let state: ConnectionState = 'connecting';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const closedError = () => new ArchiveError('Cancelled', 'The connection was closed.');

  const become = (next: ConnectionState): void => {
    if (state === next) return;
    state = next;
    for (const listener of states) listener(next);
  };

  const connect = async (tries: number): Promise<void> => {
    try {
      const port = await open();
      if (state === 'closed') return port.close();
      let heard = false;
      const listened: Port = {
        post: port.post,
        close: port.close,
        listen: (message, closed) => {
          port.listen((text) => {
            heard = true;
            message(text);
          }, closed);
        },
      };
      const opened = caller(listened, () => {
        current = null;
        if (state === 'closed') return;
        become('lost');
        // One that was lost before anything came over it is no better than one that did not open.
        if (heard) void connect(0);
        else again(tries);
      });
      opened.onEvent((name, body) => {
        for (const listener of events) listener(name, body);
      });
      current = opened;
      become('open');
      for (const { resolve } of waiting) resolve(opened);
      waiting.clear();
    } catch {
      if (state === 'closed') return;
      become('lost');
      again(tries);
    }
  };

  const again = (tries: number): void => {
    timer = setTimeout(() => void connect(tries + 1), delays[Math.min(tries, delays.length - 1)] ?? 1000);
  };

  const connected = (signal: AbortSignal | undefined): Promise<Caller> => {
    if (current !== null) return Promise.resolve(current);
    if (state === 'closed') return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      const entry = { resolve, reject };
      waiting.add(entry);
      signal?.addEventListener(
        'abort',
        () => {
          waiting.delete(entry);
          reject(new ArchiveError('Cancelled', 'Cancelled.'));
        },
        { once: true },
      );
    });
  };

  const call: Caller['call'] = async (name, body, signal) => {
    for (let asks = 1; ; asks++) {
      if (signal?.aborted === true) throw new ArchiveError('Cancelled', 'Cancelled.');
      try {
        return await (await connected(signal)).call(name, body, signal);
      } catch (thrown) {
        if (!isConnectionLost(thrown) || !isRead(name) || stateNow() === 'closed' || asks > asksAtMost) throw thrown;
      }
    }
  };
  const stateNow = (): ConnectionState => state;

  void connect(0);
  return {
    call,
    onEvent: (listener) => {
      events.add(listener);
      return () => events.delete(listener);
    },
    close: () => {
      become('closed');
      clearTimeout(timer);
      for (const { reject } of waiting) reject(closedError());
      waiting.clear();
      current?.close();
    },
    state: stateNow,
    onState: (listener) => {
      states.add(listener);
      return () => states.delete(listener);
    },
  };
}
