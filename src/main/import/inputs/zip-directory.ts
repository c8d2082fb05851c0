import type { Budget, BundleEntry, Entries } from './bundle.ts';
import type { ByteSource } from './bytes.ts';
import { grown, Names } from './names.ts';
import { packingOf, unpack } from './packed.ts';
import { unpackMember, type Member } from './zip-member.ts';

/** A member as its headers describe it; see `Member`. */
export interface Listed {
  readonly name: string;
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
  /** Where its header begins, by the table of contents; or its bytes, where there is none. */
  readonly at: number;
}

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;

/**
 * The members of a zip, of which a million take tens of megabytes: names as bytes, numbers in arrays. Entries are made as they are asked
 * for. `settle` comes between adding and asking.
 */
export class ZipDirectory implements Entries {
  private readonly source: ByteSource;
  private readonly budget: Budget;
  private readonly salvaged: boolean;
  private readonly names = new Names();
  private sizes = new Float64Array(256);
  private packedSizes = new Float64Array(256);
  private places = new Float64Array(256);
  private crcs = new Uint32Array(256);
  private methods = new Uint8Array(256);
  /** How many were added. */
  added = 0;
  /** Numbers of members in the order of their names. */
  private order = new Uint32Array(0);
  /** Numbers of names that stand for those of members, where an earlier member has the name of a later one. */
  private readonly renamed = new Map<number, number>();
  private readonly memberOf = new Map<number, number>();

  /** @param salvaged by what stands before each member, without a table of contents */
  constructor(source: ByteSource, budget: Budget, salvaged: boolean) {
    this.source = source;
    this.budget = budget;
    this.salvaged = salvaged;
  }

  add({ name, method, packedSize, size, crc, at }: Listed): void {
    const number = this.names.add(name);
    if (number === this.sizes.length) {
      this.sizes = grown(this.sizes, new Float64Array(number * 2));
      this.packedSizes = grown(this.packedSizes, new Float64Array(number * 2));
      this.places = grown(this.places, new Float64Array(number * 2));
      this.crcs = grown(this.crcs, new Uint32Array(number * 2));
      this.methods = grown(this.methods, new Uint8Array(number * 2));
    }
    this.sizes[number] = size;
    this.packedSizes[number] = packedSize;
    this.places[number] = at;
    this.crcs[number] = crc >>> 0;
    this.methods[number] = method;
    this.added++;
  }

  /**
   * Nothing more is added. Leaves out members whose bytes are also another's: all but the first of each group that overlaps.
   *
   * @returns names of those
   */
  settle(): readonly string[] {
    const out = this.salvaged ? null : this.overlapping();
    const kept = out === null ? this.added : out.reduce((sum, flag) => sum - flag, this.added);
    this.order = new Uint32Array(kept);
    const copies = new Map<number, number>();
    let used = 0;
    // From the end, because of two members with one name the later is the one that counts.
    for (let number = this.added - 1; number >= 0; number--) {
      if (out?.[number] === 1) continue;
      this.order[used++] = number;
      if (this.names.list(number)) continue;
      const first = this.names.find(this.names.at(number)) ?? 0;
      const copy = (copies.get(first) ?? 1) + 1;
      copies.set(first, copy);
      const name = this.names.add(`(${copy})/${this.names.at(number)}`);
      this.names.list(name);
      this.renamed.set(number, name);
      this.memberOf.set(name, number);
    }
    const { names, renamed } = this;
    this.order.sort((a, b) =>
      renamed.size === 0 ? names.compare(a, b) : names.compare(renamed.get(a) ?? a, renamed.get(b) ?? b),
    );
    if (out === null) return [];
    const left: string[] = [];
    for (let number = 0; number < this.added; number++) if (out[number] === 1) left.push(this.names.at(number));
    return left;
  }

  get length(): number {
    return this.order.length;
  }

  get(name: string): BundleEntry | undefined {
    const found = this.names.find(name);
    return found === null ? undefined : this.entry(this.memberOf.get(found) ?? found);
  }

  *[Symbol.iterator](): Iterator<BundleEntry> {
    for (const number of this.order) yield this.entry(number);
  }

  private entry(number: number): BundleEntry {
    const { source, budget } = this;
    const stated = this.names.at(number);
    const renamed = this.renamed.get(number);
    const size = this.sizes[number] ?? 0;
    const crc = this.crcs[number] ?? 0;
    const packing = packingOf(stated);
    const raw = (): AsyncIterable<Uint8Array> => unpackMember(source, this.member(number), budget);
    // What is read of a zip that is cut is not what would be read of the whole one: it says less.
    const kind = this.salvaged ? 'cut-zip' : 'zip';
    return {
      name: renamed === undefined ? stated : this.names.at(renamed),
      size,
      fingerprint: `${kind}:${crc.toString(16).padStart(8, '0')}:${size}:${stated}`,
      path: null,
      open: packing === null ? raw : () => unpack(raw(), packing, budget),
    };
  }

  private member(number: number): Member {
    const at = this.places[number] ?? 0;
    return {
      method: this.methods[number] ?? 0,
      packedSize: this.packedSizes[number] ?? 0,
      size: this.sizes[number] ?? 0,
      crc: this.crcs[number] ?? 0,
      start: async () => (this.salvaged ? at : startAfter(this.source, at)),
    };
  }

  /** By number, 1 for what overlaps. */
  private overlapping(): Uint8Array {
    const { places, packedSizes, added } = this;
    const byPlace = Uint32Array.from({ length: added }, (_, number) => number);
    byPlace.sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b);
    const found = new Uint8Array(added);
    let end = -Infinity;
    for (const number of byPlace) {
      const place = places[number] ?? 0;
      if (place < end) found[number] = 1;
      else end = place + LOCAL_BYTES + (packedSizes[number] ?? 0);
    }
    return found;
  }
}

/** Where the bytes of a member begin, whose header stands there. */
async function startAfter(source: ByteSource, at: number): Promise<number> {
  const head = Buffer.from(await source.read(at, LOCAL_BYTES));
  if (head.length < LOCAL_BYTES) throw new Error('unexpected end of the file');
  if (head.readUInt32LE(0) !== LOCAL) throw new Error('there is no header where it should be');
  return at + LOCAL_BYTES + head.readUInt16LE(26) + head.readUInt16LE(28);
}
