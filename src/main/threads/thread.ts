import { MessageChannel, MessagePort, Worker, workerData } from 'node:worker_threads';
import { caller, type Caller } from '../../shared/rpc/caller.ts';
import { messagePort } from '../../shared/rpc/message-port.ts';
import { serve, type Answer, type Served } from '../../shared/rpc/serve.ts';
import { worded } from '../archive/faults.ts';

/** A worker thread of the app and the way to ask it. */
export interface Thread extends Caller {
  /** Set to 1 to ask the call that is running to stop; it looks between slices of its work. */
  readonly stop: Int32Array;
  /** Resolves when the thread is gone, with what killed it, or null when it was closed. */
  readonly ended: Promise<Error | null>;
}

/** What a thread entry is given. */
export interface ThreadData {
  readonly dir: string;
  readonly port: MessagePort;
  readonly stop: Int32Array;
  readonly options: unknown;
}

/** Starts a thread entry (a file) for an archive directory. */
export function startThread(entry: string, dir: string, options: unknown = null): Thread {
  const { port1, port2 } = new MessageChannel();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const data: ThreadData = { dir, port: port2, stop, options };
  // A large young generation holds garbage of hundreds of megabytes between two collections.
  const worker = new Worker(entry, { workerData: data, transferList: [port2], resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  const calls = caller(messagePort(port1));
  let fault: Error | null = null;
  const ended = new Promise<Error | null>((resolve) => {
    worker.on('error', (error) => (fault = error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      calls.close();
      resolve(fault);
    });
  });
  return { ...calls, stop, ended };
}

function isThreadData(data: unknown): data is ThreadData {
  return typeof data === 'object' && data !== null && 'port' in data && data.port instanceof MessagePort && 'stop' in data;
}

/** In a thread entry: what it was started with. Throws when the file was started by hand. */
export function threadData(): ThreadData {
  const data: unknown = workerData;
  if (!isThreadData(data)) throw new Error('This program is a part of Polylogue and is started by it.');
  return data;
}

/** What a thread does once it has opened what it needs. */
export interface ThreadWork {
  readonly answer: Answer;
  readonly close: () => void;
}

/**
 * In a thread entry: opens, then answers calls until main closes the port. When opening fails, every call fails with that reason.
 * `open` is given the way to send events.
 */
export function serveThread(data: ThreadData, open: (emit: Served['emit']) => ThreadWork): void {
  let work: ThreadWork | null = null;
  let fault: unknown = null;
  const served = serve(
    messagePort(data.port),
    async (...request) => {
      if (work === null) throw worded(fault);
      try {
        return await work.answer(...request);
      } catch (error) {
        throw worded(error);
      }
    },
    () => work?.close(),
  );
  try {
    work = open(served.emit);
  } catch (thrown) {
    fault = thrown;
  }
}

/** True once the call that is running should stop. */
export function isStopped(data: ThreadData): boolean {
  return Atomics.load(data.stop, 0) === 1;
}
