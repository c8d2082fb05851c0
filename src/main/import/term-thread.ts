import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { openArchive } from '../archive/open.ts';
import { allTerms, type TermsChunk, type TermSource } from '../archive/index/term-source.ts';

/** Chunks that may be under way: enough that neither side waits for the other, some megabytes. */
const aheadAtMost = 24;

/** Places in the memory both threads look at: requests made, chunks sent, chunks taken. */
const place = { round: 0, sent: 1, taken: 2 } as const;

interface ThreadData {
  readonly dir: string;
  readonly shared: Int32Array;
  readonly port: MessagePort;
}

type Sent = { readonly round: number; readonly chunk: TermsChunk | null };

/**
 * Terms read and made in a thread of their own, so that unpacking and folding run beside the writing. Asking is synchronous on this side:
 * the writer takes chunks in the middle of a transaction.
 *
 * @param entry the file of the thread, which calls `serveTerms` with its `workerData`
 */
export function termThread(entry: string, dir: string): TermSource {
  const shared = new Int32Array(new SharedArrayBuffer(12));
  const { port1, port2 } = new MessageChannel();
  const data: ThreadData = { dir, shared, port: port2 };
  // A large young generation holds garbage of hundreds of megabytes between two collections.
  const worker = new Worker(entry, { workerData: data, transferList: [port2], resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  let fault: Error | null = null;
  let round = 0;
  let closed = false;
  worker.on('error', (error) => (fault = error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => {
    if (!closed) fault ??= new Error('The thread that reads for the index ended.');
  });

  return {
    ask: (keys) => {
      round = Atomics.add(shared, place.round, 1) + 1;
      Atomics.notify(shared, place.taken);
      port1.postMessage({ round, keys });
    },
    next: (until) => {
      for (;;) {
        // It is seen here after the transaction only; until then this waits in vain, at most until its end.
        if (fault !== null) throw fault;
        const sent = Atomics.load(shared, place.sent);
        const received: { message: Sent } | undefined = receiveMessageOnPort(port1);
        if (received !== undefined) {
          Atomics.add(shared, place.taken, 1);
          Atomics.notify(shared, place.taken);
          if (received.message.round !== round) continue;
          return received.message.chunk ?? 'done';
        }
        const left = until - performance.now();
        if (left <= 0) return 'pending';
        Atomics.wait(shared, place.sent, sent, Math.min(left, 100));
      }
    },
    close: () => {
      closed = true;
      Atomics.add(shared, place.round, 1);
      Atomics.notify(shared, place.taken);
      port1.close();
    },
  };
}

export function isTermThread(data: unknown): data is ThreadData {
  return typeof data === 'object' && data !== null && 'shared' in data && data.shared instanceof Int32Array && 'port' in data;
}

/** The other side: reads until the port is closed. */
export function serveTerms({ dir, shared, port }: ThreadData): void {
  const archive = openArchive(dir, 'read');
  const send = (sent: Sent): void => {
    port.postMessage(sent);
    Atomics.add(shared, place.sent, 1);
    Atomics.notify(shared, place.sent);
  };
  port.on('message', ({ round, keys }: { readonly round: number; readonly keys: readonly number[] }) => {
    const current = (): boolean => Atomics.load(shared, place.round) === round;
    for (const chunk of allTerms(archive.db, keys)) {
      for (;;) {
        const taken = Atomics.load(shared, place.taken);
        if (!current()) return;
        if (Atomics.load(shared, place.sent) - taken < aheadAtMost) break;
        Atomics.wait(shared, place.taken, taken, 1000);
      }
      send({ round, chunk });
    }
    if (current()) send({ round, chunk: null });
  });
  port.on('close', () => archive.close());
}
