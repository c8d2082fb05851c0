import { Worker } from 'node:worker_threads';
import type { Json, ProviderId } from '../../../shared/model.ts';
import type { Question, RawRecord } from '../../../shared/parsed.ts';
import type { FamilyResult, FamilyTask, ParserRequest, RecordResult } from './parse-task.ts';
import type { ParserData, ParserReply } from './run-parser.ts';

/** Records to be parsed together, of one provider and one bundle. */
export interface RecordsTask {
  readonly provider: ProviderId;
  readonly side: number | null;
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  readonly names: readonly string[];
}

/** The thread died over a request (out of memory); its other requests were asked again. */
export class ParserCrash extends Error {
  constructor(cause: unknown) {
    super('The parser ran out of memory.', { cause });
    this.name = 'ParserCrash';
  }
}

/** Parser threads die before they can be asked: no record is to blame, and no other thread would do better. */
export class ParserBroken extends Error {
  constructor(cause: unknown) {
    super(`The parser threads cannot be started (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
    this.name = 'ParserBroken';
  }
}

/** What the file system refused a thread, as it is thrown in this one: no record is to blame. */
export class FileFault extends Error {
  readonly code: string;
  readonly syscall = 'unknown';

  constructor(code: string, message: string) {
    super(message);
    this.name = 'FileFault';
    this.code = code;
  }
}

/** Deaths of a thread before it could be asked, in a row, that are borne. */
const stillbirthsBorne = 2;

interface Asked {
  readonly request: ParserRequest;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  worker: Worker;
  /** It has said that it can be asked. */
  ready: boolean;
  stillbirths: number;
  readonly asked: Map<number, Asked>;
  readonly sides: Set<number>;
}

/** Parser threads. The caller bounds how much is asked at once; each request goes to the thread with the least to do. */
export class Pool {
  readonly size: number;
  private readonly entry: string;
  private readonly data: ParserData;
  private readonly threads: Thread[] = [];
  private readonly sides = new Map<number, { readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }>();
  private lastId = 0;
  private closed = false;

  /** @param entry path of `parser.ts` or its built file */
  constructor(entry: string, data: ParserData, size: number) {
    this.entry = entry;
    this.data = data;
    this.size = size;
  }

  /** Facts for all records of one bundle; give the number back with `forget`. */
  addSide(shared: Json, byEntry: Readonly<Record<string, Json>>): number {
    const side = ++this.lastId;
    this.sides.set(side, { shared, byEntry });
    return side;
  }

  forget(side: number): void {
    this.sides.delete(side);
    for (const thread of this.threads) {
      if (thread.sides.delete(side)) post(thread, 0, { kind: 'forget', side });
    }
  }

  async records(task: RecordsTask): Promise<readonly RecordResult[]> {
    // What our own threads send needs no second look.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await this.ask({ kind: 'records', ...task }, task.side)) as readonly RecordResult[];
  }

  /** See answers.ts. */
  async answers(provider: ProviderId, side: number | null, asked: readonly (readonly Question[])[]): Promise<readonly string[]> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await this.ask({ kind: 'answers', provider, side, asked }, side)) as readonly string[];
  }

  async families(families: readonly FamilyTask[]): Promise<readonly FamilyResult[]> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await this.ask({ kind: 'families', families }, null)) as readonly FamilyResult[];
  }

  async again(raw: RawRecord): Promise<RecordResult> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await this.ask({ kind: 'again', raw }, null)) as RecordResult;
  }

  /** SHA-256 of a file, hex. */
  async hash(path: string): Promise<string> {
    return String(await this.ask({ kind: 'hash', path }, null));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.threads.map(end));
  }

  private ask(request: ParserRequest, side: number | null): Promise<unknown> {
    const thread = this.leastBusy();
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      thread.asked.set(id, { request, resolve, reject });
      if (side !== null) this.sendSide(thread, side);
      post(thread, id, request);
    });
  }

  private sendSide(thread: Thread, side: number): void {
    const facts = this.sides.get(side);
    if (facts === undefined || thread.sides.has(side)) return;
    thread.sides.add(side);
    post(thread, 0, { kind: 'side', side, ...facts });
  }

  private leastBusy(): Thread {
    let best = this.threads[0];
    for (const thread of this.threads) if (thread.asked.size < (best?.asked.size ?? 0)) best = thread;
    if (best !== undefined && (best.asked.size === 0 || this.threads.length >= this.size)) return best;
    const thread: Thread = {
      worker: this.start(),
      ready: false,
      stillbirths: 0,
      asked: new Map(),
      sides: new Set(),
    };
    this.listen(thread);
    this.threads.push(thread);
    return thread;
  }

  private start(): Worker {
    return new Worker(this.entry, { workerData: this.data, resourceLimits: { maxYoungGenerationSizeMb: 32 } });
  }

  private listen(thread: Thread): void {
    const { worker } = thread;
    worker.on('message', (reply: ParserReply) => {
      thread.ready = true;
      thread.stillbirths = 0;
      const asked = thread.asked.get(reply.id);
      if (asked === undefined) return;
      thread.asked.delete(reply.id);
      if (reply.ok) asked.resolve(reply.value);
      else asked.reject(reply.code === null ? new Error(reply.message) : new FileFault(reply.code, reply.message));
    });
    let fault: unknown = null;
    worker.on('error', (error) => {
      fault = error;
    });
    worker.on('exit', () => {
      if (this.closed || thread.worker !== worker) return;
      if (!thread.ready) thread.stillbirths++;
      const all = [...thread.asked];
      if (all.length === 0 || thread.stillbirths > stillbirthsBorne) {
        // The next request starts another.
        this.threads.splice(this.threads.indexOf(thread), 1);
        for (const [, { reject }] of all) reject(new ParserBroken(fault));
        return;
      }
      // Requests are answered in order, so the first unanswered one is what it died over, once it could be asked.
      const first = thread.ready ? all[0] : undefined;
      const rest = first === undefined ? all : all.slice(1);
      thread.asked.clear();
      thread.sides.clear();
      thread.worker = this.start();
      thread.ready = false;
      this.listen(thread);
      first?.[1].reject(new ParserCrash(fault));
      for (const [id, asked] of rest) {
        thread.asked.set(id, asked);
        const { request } = asked;
        if ((request.kind === 'records' || request.kind === 'answers') && request.side !== null)
          this.sendSide(thread, request.side);
        post(thread, id, asked.request);
      }
    });
  }
}

/** Milliseconds a thread has to finish what it was asked; nobody waits for the answers any more. */
const PATIENCE = 5000;

/** Lets a thread end at its own pace: stopping one inside native code (zstd, hashing) has brought the whole process down. */
async function end(thread: Thread): Promise<void> {
  for (const { reject } of thread.asked.values()) reject(new Error('The parser threads were closed.'));
  thread.asked.clear();
  const ended = new Promise<void>((resolve) => thread.worker.once('exit', () => resolve()));
  post(thread, 0, { kind: 'end' });
  const timer = setTimeout(() => void thread.worker.terminate(), PATIENCE);
  await ended;
  clearTimeout(timer);
}

function post(thread: Thread, id: number, request: ParserRequest): void {
  // The rule means windows; a thread has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  thread.worker.postMessage({ id, request });
}
