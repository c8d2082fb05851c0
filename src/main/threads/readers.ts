import { ArchiveError } from '../../shared/errors.ts';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { isConnectionLost } from '../../shared/rpc/caller.ts';
import { startThread, type Thread } from './thread.ts';

/** What a reader thread is asked: a name and JSON. */
interface Wanted {
  readonly client: number;
  readonly name: string;
  readonly body: string;
  readonly rank: number;
  /** Of a request that a newer one of the same client and name replaces: what it asks about. */
  readonly topic: string | null;
  /** Of a request that may have to read conversations: its query. */
  readonly query: string | null;
  readonly resolve: (body: string) => void;
  readonly reject: (error: unknown) => void;
}

export interface Readers {
  readonly call: (client: number, name: string, body: string, signal?: AbortSignal) => Promise<string>;
  /** Starts every thread now, because somebody is about to ask several things at once. */
  readonly warm: () => void;
  readonly onEvent: (listener: (name: string, body: string) => void) => void;
  /** Ends every thread, so that `between` has the files to itself; what was asked meanwhile is answered by new ones. */
  readonly renew: (between: () => void) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What may take long and is wanted last. At most one runs, so that the other reader is free for what the person waits for. */
const scans: ReadonlySet<string> = new Set(['facets', 'histogram', 'total', 'hitCounts', 'selectIds']);
/** Their answers say how far reading is (`Reading` in the contract), last of all. */
const reading: ReadonlySet<string> = new Set(['search', 'facets', 'histogram', 'total']);
const isStillRead = /"reading":\{"done":\d+,"of":\d+\}\}$/;
/** Queries that are remembered to be read. */
const readAtMost = 100;
/** A newer one makes older ones of the same client that ask something else pointless. */
const replaced: ReadonlySet<string> = new Set(['search', 'facets', 'histogram', 'complete', 'hitCounts']);

/** Deaths in a row after which what waits is failed instead of tried again. */
const deathsBorne = 5;

interface Slot {
  /** Null until it is first needed, and after its death. */
  thread: Thread | null;
  /** It may be given work: false for a moment after a death. */
  alive: boolean;
  current: Wanted | null;
  /** Resolves when the last request it was given is answered. */
  answered: Promise<void>;
}

/**
 * The reader threads and who is next. A running SQL statement cannot be stopped, so each thread gets one request at a time and the rest
 * wait here, where they can still be dropped: by an abort, or because the same client asks something newer.
 */
export function startReaders(entry: string, dir: string, count: number): Readers {
  const queue: Wanted[] = [];
  const listeners: ((name: string, body: string) => void)[] = [];
  let closing = false;
  /** In a row, without an answer in between. */
  let deaths = 0;

  const start = (slot: Slot): Thread => {
    const thread = startThread(entry, dir, { watch: slot === slots[0] });
    thread.onEvent((name, body) => {
      for (const listener of listeners) listener(name, body);
    });
    slot.thread = thread;
    void bury(slot, thread);
    return thread;
  };

  /** A thread that dies takes its one request with it, which fails; the rest wait for a new thread. */
  const bury = async (slot: Slot, thread: Thread): Promise<void> => {
    const fault = await thread.ended;
    slot.thread = null;
    slot.alive = false;
    if (closing) return;
    deaths += 1;
    if (deaths > deathsBorne) failAll(`Reading does not work: ${fault?.message ?? 'the thread ended'}.`);
    await new Promise((resolve) => setTimeout(resolve, deaths > deathsBorne ? 5000 : 50).unref());
    if (closing) return;
    slot.alive = true;
    // The first one also watches for changes.
    if (slot === slots[0]) start(slot);
    next();
  };

  const slots: Slot[] = Array.from({ length: count }, () => ({
    thread: null,
    alive: true,
    current: null,
    answered: Promise.resolve(),
  }));
  if (slots[0] !== undefined) start(slots[0]);

  /** Queries that the index cannot answer alone: all that is asked with one goes where it is held what was read for it. */
  const readQueries = new Set<string>();
  const isScan = ({ name, query }: Wanted): boolean => scans.has(name) || (query !== null && readQueries.has(query));

  const next = (): void => {
    for (;;) {
      const free = slots.filter(({ alive, current }) => alive && current === null);
      const scanning = slots.length > 1 && slots.some(({ current }) => current !== null && isScan(current));
      const [first, ...rest] = queue.filter((one) => !scanning || !isScan(one));
      if (first === undefined) return;
      const wanted = rest.reduce((best, one) => (one.rank < best.rank ? one : best), first);
      // Scans at the far end, so that a search finds what its thread holds of the same query.
      const slot = isScan(wanted) ? free.at(-1) : free[0];
      if (slot === undefined) return;
      queue.splice(queue.indexOf(wanted), 1);
      slot.answered = run(slot, wanted);
    }
  };

  const run = async (slot: Slot, wanted: Wanted): Promise<void> => {
    slot.current = wanted;
    const thread = slot.thread ?? start(slot);
    Atomics.store(thread.stop, 0, 0);
    try {
      const answered = await thread.call(wanted.name, wanted.body);
      if (wanted.query !== null && isStillRead.test(answered.slice(-80))) remember(wanted.query);
      wanted.resolve(answered);
      deaths = 0;
    } catch (thrown) {
      const died = isConnectionLost(thrown);
      if (died) slot.alive = false;
      wanted.reject(died && !closing ? new ArchiveError('Internal', 'The reading thread stopped; please try again.') : thrown);
    } finally {
      slot.current = null;
      next();
    }
  };

  const remember = (query: string): void => {
    readQueries.delete(query);
    readQueries.add(query);
    const [oldest] = readQueries;
    if (readQueries.size > readAtMost && oldest !== undefined) readQueries.delete(oldest);
  };

  const drop = (wanted: Wanted, message: string): void => {
    queue.splice(queue.indexOf(wanted), 1);
    wanted.reject(new ArchiveError('Cancelled', message));
  };

  const failAll = (message: string): void => {
    for (const wanted of queue.splice(0)) wanted.reject(new ArchiveError('Internal', message));
  };

  const stop = ({ thread }: Slot): void => {
    if (thread !== null) Atomics.store(thread.stop, 0, 1);
  };

  const abort = (wanted: Wanted): void => {
    const slot = slots.find(({ current }) => current === wanted);
    if (slot !== undefined) stop(slot);
    else if (queue.includes(wanted)) drop(wanted, 'Cancelled.');
  };

  const call: Readers['call'] = (client, name, body, signal) =>
    new Promise((resolve, reject) => {
      if (closing || signal?.aborted === true) return reject(new ArchiveError('Cancelled', 'Cancelled.'));
      const query = replaced.has(name) || reading.has(name) ? topicOf(body) : null;
      const topic = replaced.has(name) ? query : null;
      if (query !== null && reading.has(name) && hasExpression(query)) remember(query);
      const stale = queue.filter(
        (other) => topic !== null && other.client === client && other.name === name && other.topic !== topic,
      );
      for (const other of stale) drop(other, 'A newer question took its place.');
      const rank = scans.has(name) ? 2 : replaced.has(name) ? 1 : 0;
      const wanted: Wanted = { client, name, rank, body, topic, query: reading.has(name) ? query : null, resolve, reject };
      signal?.addEventListener('abort', () => abort(wanted), { once: true });
      queue.push(wanted);
      next();
    });

  return {
    call,
    warm: () => {
      for (const slot of slots) if (slot.alive && slot.thread === null) start(slot);
    },
    onEvent: (listener) => void listeners.push(listener),
    renew: async (between) => {
      for (const slot of slots) slot.alive = false;
      await Promise.all(slots.map(async ({ answered }) => answered));
      const threads = slots.flatMap(({ thread }) => thread ?? []);
      for (const thread of threads) thread.close();
      await Promise.all(threads.map(async ({ ended }) => ended));
      between();
      for (const slot of slots) slot.alive ||= slot.thread === null;
      next();
    },
    close: async () => {
      closing = true;
      for (let wanted = queue[0]; wanted !== undefined; wanted = queue[0]) drop(wanted, 'The archive is being closed.');
      await Promise.all(
        slots.map(async (slot) => {
          stop(slot);
          slot.thread?.close();
          await slot.thread?.ended;
        }),
      );
    },
  };
}

function hasExpression(query: string): boolean {
  return query.includes('/') && leavesOf(parse(query).query).some(({ leaf }) => leaf.kind === 'regex');
}

/** What a request asks about: its query. */
function topicOf(body: string): string | null {
  const input: unknown = JSON.parse(body);
  return typeof input === 'object' && input !== null && 'query' in input && typeof input.query === 'string' ? input.query : null;
}
