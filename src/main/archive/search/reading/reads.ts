import { ArchiveError } from '../../../../shared/errors.ts';
import { roles } from '../../../../shared/model.ts';
import { partsOf, type Place } from '../../blocks.ts';
import { unpack } from '../../pack.ts';
import { sql, type Db } from '../../sql.ts';
import type { Columns } from '../columns.ts';
import type { Mask } from '../filters.ts';
import type { SearchContext } from '../sets.ts';
import type { Leaves } from './leaves.ts';
import { Looker } from './looker.ts';

/** What was read for the leaves of a query, by conversation and generation: a change of another conversation takes nothing of it away. */
export class Reads {
  readonly leaves: Leaves;
  readonly #looker: Looker;
  /** Bytes of leaves for each conversation. */
  readonly #stride: number;
  #bits = new Uint8Array(0);
  /** The generation that was read; 0: none. */
  #readAt = new Float64Array(0);
  #firstFound = new Uint32Array(0);
  /** Raised with every conversation that is read. */
  version = 0;

  constructor(leaves: Leaves) {
    this.leaves = leaves;
    this.#looker = new Looker(leaves);
    this.#stride = Math.max(1, Math.ceil(leaves.sought.length / 8));
  }

  isRead(columns: Columns, id: number): boolean {
    return this.#readAt[id] === columns.generation[id];
  }

  /** Of a conversation that was read. */
  has(id: number, leaf: number): boolean {
    return ((this.#bits[id * this.#stride + (leaf >> 3)] ?? 0) & (1 << (leaf & 7))) !== 0;
  }

  /** Index of the message in which something was found first; 0 when that was the title, null when the conversation was not read. */
  foundIn(columns: Columns, id: number): number | null {
    return this.isRead(columns, id) ? (this.#firstFound[id] ?? 0) : null;
  }

  /**
   * Reads conversations, in this order, until the time has come; one in any case. Those that were read are passed by.
   *
   * @param until of performance.now()
   * @throws ArchiveError Cancelled between two blocks; what was read by then is kept
   */
  read(context: SearchContext, ids: Uint32Array, from: number, until: number): number {
    const { db, columns } = context;
    this.#grow(columns.size);
    let at = from;
    for (; at < ids.length; at++) {
      const id = ids[at] ?? 0;
      if (this.isRead(columns, id)) continue;
      if (at > from && performance.now() >= until) break;
      this.#take(context, id, columns.generation[id] ?? 0, db);
    }
    return at;
  }

  #take({ columns, stopped }: SearchContext, id: number, generation: number, db: Db): void {
    const looker = this.#looker;
    let first = -1;
    const row = db.get<{ title: string }>(sql`select title from conversation where id = ${id}`);
    looker.begin(row?.title ?? '');
    const start = columns.firstMessage[id] ?? 0;
    if (!looker.isDone) {
      for (const index of lookThrough(db, id, start, start + (columns.messages[id] ?? 0), looker, stopped))
        if (first < 0) first = index;
    }
    const bits = this.#bits.subarray(id * this.#stride, (id + 1) * this.#stride);
    bits.fill(0);
    looker.found.forEach((found, leaf) => {
      if (found === 1) bits[leaf >> 3] = (bits[leaf >> 3] ?? 0) | (1 << (leaf & 7));
    });
    this.#firstFound[id] = Math.max(0, first);
    this.#readAt[id] = generation;
    this.version++;
  }

  #grow(size: number): void {
    if (size <= this.#readAt.length) return;
    const room = Math.ceil(size * 1.2) + 1000;
    const [bits, readAt, firstFound] = [this.#bits, this.#readAt, this.#firstFound];
    this.#bits = new Uint8Array(room * this.#stride);
    this.#bits.set(bits);
    this.#readAt = new Float64Array(room);
    this.#readAt.set(readAt);
    this.#firstFound = new Uint32Array(room);
    this.#firstFound.set(firstFound);
  }

  /** 1 for each conversation of the mask that was read. */
  among(columns: Columns, mask: Mask): Mask {
    return mask.map((one, id) => (one === 1 && this.isRead(columns, id) ? 1 : 0));
  }
}

interface MessageRow extends Place {
  readonly id: number;
  readonly role: number;
}

/** Indexes of the messages in which the looker found something new. A block that cannot be read ends it, as it ends the indexing. */
function* lookThrough(
  db: Db,
  id: number,
  first: number,
  end: number,
  looker: Looker,
  stopped: () => boolean,
): Generator<number, void, undefined> {
  const rows = db.prepare<MessageRow>(
    'select id, conversation_id, role, block, offset, length from message where id >= ? and id < ? order by id',
  );
  const select = db.prepare<{ data: Uint8Array }>('select data from block where conversation_id = ? and number = ?');
  let number = -1;
  let bytes: Buffer = Buffer.alloc(0);
  let skipped = false;
  try {
    for (const { id: message, role, block, offset, length } of rows.all(first, end)) {
      if (looker.isDone) return;
      if (block !== number) {
        if (stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
        const packed = select.get(id, block);
        if (packed === undefined) return;
        bytes = unpack(packed.data);
        number = block;
        skipped = !looker.mayHave(bytes);
      }
      if (skipped) continue;
      const found = looker.message(roles[role] ?? 'system', () => partsOf(bytes.toString('utf8', offset, offset + length)));
      if (found) yield message - first;
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    console.error(`Conversation ${id} cannot be read whole: ${error instanceof Error ? error.message : String(error)}`);
  }
}
