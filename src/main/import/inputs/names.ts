/** Names by number, in the order they were added: a million of them as bytes in one place, found again by a table of hashes. */
export class Names {
  private bytes = Buffer.alloc(16 * 1024);
  /** Where each ends. */
  private ends = new Uint32Array(256);
  private used = 0;
  private count = 0;
  /** Numbers + 1 by hash; the next free place is taken. */
  private slots = new Uint32Array(512);

  get length(): number {
    return this.count;
  }

  add(name: string): number {
    // Three bytes for a unit of UTF-16 are the most.
    if (this.used + name.length * 3 > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(this.bytes.length * 2, this.used + name.length * 3));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    if (this.count === this.ends.length) this.ends = grown(this.ends, new Uint32Array(this.count * 2));
    this.used += this.bytes.write(name, this.used, 'utf8');
    this.ends[this.count] = this.used;
    return this.count++;
  }

  at(number: number): string {
    return this.bytes.toString('utf8', this.startOf(number), this.ends[number]);
  }

  /**
   * Makes the name known to `find`.
   *
   * @returns false, and nothing changes, where another of the same name is known
   */
  list(number: number): boolean {
    if (this.slots.length < this.count * 2) this.rehash();
    const place = this.placeOf(this.bytes, this.startOf(number), this.ends[number] ?? 0);
    if (this.slots[place] !== 0) return false;
    this.slots[place] = number + 1;
    return true;
  }

  /** The number that was listed under the name; null when there is none. */
  find(name: string): number | null {
    const bytes = Buffer.from(name);
    const number = this.slots[this.placeOf(bytes, 0, bytes.length)] ?? 0;
    return number === 0 ? null : number - 1;
  }

  /** As a person would sort them: `conversations-2` before `conversations-10`. */
  compare(a: number, b: number): number {
    const { bytes } = this;
    const endA = this.ends[a] ?? 0;
    const endB = this.ends[b] ?? 0;
    let i = this.startOf(a);
    let j = this.startOf(b);
    while (i < endA && j < endB) {
      if (isDigit(bytes[i]) && isDigit(bytes[j])) {
        while (bytes[i] === ZERO && i < endA) i++;
        while (bytes[j] === ZERO && j < endB) j++;
        const fromA = i;
        const fromB = j;
        while (i < endA && isDigit(bytes[i])) i++;
        while (j < endB && isDigit(bytes[j])) j++;
        const difference = i - fromA - (j - fromB) || bytes.compare(bytes, fromB, j, fromA, i);
        if (difference !== 0) return difference;
      } else {
        const difference = folded(bytes[i++]) - folded(bytes[j++]);
        if (difference !== 0) return difference;
      }
    }
    return endA - i - (endB - j) || bytes.compare(bytes, this.startOf(b), endB, this.startOf(a), endA);
  }

  private startOf(number: number): number {
    return number === 0 ? 0 : (this.ends[number - 1] ?? 0);
  }

  /** Where a name stands in the table, or is to stand. */
  private placeOf(bytes: Buffer, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    const mask = this.slots.length - 1;
    for (let place = (hash ^ (hash >>> 15)) & mask; ; place = (place + 1) & mask) {
      const number = this.slots[place] ?? 0;
      if (number === 0) return place;
      const start = this.startOf(number - 1);
      const end = this.ends[number - 1] ?? 0;
      if (end - start === to - from && this.bytes.compare(bytes, from, to, start, end) === 0) return place;
    }
  }

  private rehash(): void {
    const known = this.slots;
    let size = known.length;
    while (size < this.ends.length * 2) size *= 2;
    this.slots = new Uint32Array(size);
    for (const number of known)
      if (number !== 0) this.slots[this.placeOf(this.bytes, this.startOf(number - 1), this.ends[number - 1] ?? 0)] = number;
  }
}

/** The numbers of an array in a larger one of its kind. */
export function grown<Numbers extends Uint8Array | Uint32Array | Float64Array>(numbers: Numbers, larger: Numbers): Numbers {
  larger.set(numbers);
  return larger;
}

const ZERO = 0x30;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= 0x39;
}

/** Lower case, of ASCII. */
function folded(byte: number | undefined): number {
  return byte === undefined ? -1 : byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
