import { hash } from 'node:crypto';

/**
 * Who is who among conversations of one native id: those that hold a message in common, directly or through others, are one; those that
 * hold none are several. The one with the earliest first message keeps the id, another is called by the id and a hash of its first
 * message. Pure, and independent of the order of arrival.
 */
export interface Telling<Id> {
  /** Ids of its messages; null: not known, which counts as the same as all others. */
  readonly holds: Iterable<Id> | null;
  /** Ids of messages that its own continue. */
  readonly continues?: Iterable<Id>;
  /** See `rootOf`. */
  readonly root: string | null;
}

/** What each is called, in their order. One that holds no message is taken for the one that keeps the id. */
export function namesOf<Id>(plain: string, tellings: readonly Telling<Id>[]): readonly string[] {
  const groups = groupsOf(tellings);
  const roots = new Map<number, string>();
  tellings.forEach(({ root }, at) => {
    const group = groups[at] ?? -1;
    if (group === -1) return;
    const held = roots.get(group);
    if (held === undefined || (root ?? rootless) < held) roots.set(group, root ?? rootless);
  });
  if (roots.size < 2) return tellings.map(() => plain);
  const [first] = [...roots].reduce((best, one) => (one[1] < best[1] ? one : best));
  return groups.map((group) => (group === -1 || group === first ? plain : nameOf(plain, roots.get(group) ?? rootless)));
}

/** The id of a conversation with this root, where another has its plain id. */
export function nameOf(plain: string, root: string): string {
  return `${plain}~${root.slice(timeDigits + 1)}`;
}

/**
 * The first message of a conversation: of those without a parent in it the earliest, else the least by id. As text that sorts by time:
 * milliseconds in 16 digits (the greatest safe integer: not known), and 8 hex digits of the hash of its id. Null when there is none.
 */
export function rootOf(
  messages: readonly { readonly nativeId: string; readonly parent: string | null; readonly createdAt: number | null }[],
): string | null {
  const ids = new Set(messages.map(({ nativeId }) => nativeId));
  let first: { readonly nativeId: string; readonly time: number } | null = null;
  let isRoot = false;
  for (const { nativeId, parent, createdAt } of messages) {
    const root = parent === null || !ids.has(parent);
    // Where all hang on each other, any of them may be the first.
    if (isRoot && !root) continue;
    const time = createdAt !== null && createdAt >= 0 && createdAt < unknownTime ? Math.floor(createdAt) : unknownTime;
    if (first === null || (root && !isRoot) || time < first.time || (time === first.time && nativeId < first.nativeId))
      first = { nativeId, time };
    isRoot ||= root;
  }
  if (first === null) return null;
  return `${String(first.time).padStart(timeDigits, '0')}:${hash('sha256', first.nativeId, 'hex').slice(0, 8)}`;
}

/** A message's id as a number of 48 bits. */
export function shortId(nativeId: string): number {
  return hash('sha256', nativeId, 'buffer').readUIntBE(0, idBytes);
}

/** Numbers of `shortId`, 6 bytes each. */
export function packIds(ids: Iterable<number>): Buffer {
  const numbers = [...new Set(ids)];
  const packed = Buffer.allocUnsafe(numbers.length * idBytes);
  numbers.forEach((id, at) => packed.writeUIntBE(id, at * idBytes, idBytes));
  return packed;
}

export function unpackIds(packed: Uint8Array): ReadonlySet<number> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const ids = new Set<number>();
  for (let at = 0; at + idBytes <= bytes.length; at += idBytes) ids.add(bytes.readUIntBE(at, idBytes));
  return ids;
}

const idBytes = 6;
const timeDigits = 16;
const unknownTime = Number.MAX_SAFE_INTEGER;
const rootless = `${'9'.repeat(timeDigits)}:~`;

/** By telling the number of its group; -1: it holds nothing. */
function groupsOf<Id>(tellings: readonly Telling<Id>[]): readonly number[] {
  const up = tellings.map((_, at) => at);
  const top = (at: number): number => {
    let here = at;
    for (;;) {
      const next = up[here] ?? here;
      if (next === here) return here;
      up[here] = up[next] ?? next;
      here = next;
    }
  };
  const unite = (a: number, b: number): void => {
    up[top(a)] = top(b);
  };
  const holder = new Map<Id, number>();
  const empty = tellings.map(({ holds }, at) => {
    if (holds === null) return false;
    let none = true;
    for (const id of holds) {
      none = false;
      const other = holder.get(id);
      if (other === undefined) holder.set(id, at);
      else unite(at, other);
    }
    return none;
  });
  tellings.forEach(({ continues = [] }, at) => {
    if (empty[at] === true) return;
    for (const id of continues) {
      const other = holder.get(id);
      if (other !== undefined) unite(at, other);
    }
  });
  const unknown = tellings.findIndex(({ holds }) => holds === null);
  if (unknown !== -1) tellings.forEach((_, at) => (empty[at] === true ? undefined : unite(at, unknown)));
  return tellings.map((_, at) => (empty[at] === true ? -1 : top(at)));
}
