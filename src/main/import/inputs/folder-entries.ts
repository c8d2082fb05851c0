import { join } from 'node:path';
import type { BundleEntry, Entries } from './bundle.ts';
import { grown, Names } from './names.ts';

/** Makes an entry of a file. */
type EntryAt = (path: string, name: string, size: number, stamp: string | null) => BundleEntry;

/** The files of a folder, of which a hundred thousand take some megabytes. `settle` comes between adding and asking. */
export class FolderEntries implements Entries {
  private readonly folder: string;
  private readonly entryAt: EntryAt;
  private readonly names = new Names();
  private readonly stamps = new Names();
  private sizes = new Float64Array(256);
  /** Where names are not as the disk has them. */
  private readonly spelled = new Map<number, string>();
  /** Numbers in the order of their names. */
  private order = new Uint32Array(0);

  constructor(folder: string, entryAt: EntryAt) {
    this.folder = folder;
    this.entryAt = entryAt;
  }

  get length(): number {
    return this.names.length;
  }

  /** @param relative path as the disk has it; @param stamp see `BundleEntry` */
  add(name: string, relative: string, size: number, stamp: string | null): void {
    const number = this.names.add(name);
    this.stamps.add(stamp ?? '');
    if (number === this.sizes.length) this.sizes = grown(this.sizes, new Float64Array(number * 2));
    this.sizes[number] = size;
    if (relative !== name) this.spelled.set(number, relative);
  }

  /** Nothing more is added. */
  settle(): void {
    const { names } = this;
    this.order = Uint32Array.from({ length: names.length }, (_, number) => number).sort((a, b) => names.compare(a, b));
    for (const number of this.order) names.list(number);
  }

  get(name: string): BundleEntry | undefined {
    const number = this.names.find(name);
    return number === null ? undefined : this.entry(number);
  }

  *[Symbol.iterator](): Iterator<BundleEntry> {
    for (const number of this.order) yield this.entry(number);
  }

  private entry(number: number): BundleEntry {
    const name = this.names.at(number);
    const stamp = this.stamps.at(number);
    const path = join(this.folder, this.spelled.get(number) ?? name);
    return this.entryAt(path, name, this.sizes[number] ?? 0, stamp === '' ? null : stamp);
  }
}
