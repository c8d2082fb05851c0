import Database from 'better-sqlite3';
import { jsonText, mutateValue } from './mutate-json.ts';
import type { Random } from './random.ts';

/** Changes a file: its bytes, its JSON, the rows of its database. `other`: a file to be spliced in. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let changed = bytes;
  for (let times = 1 + random.below(3); times > 0; times--) {
    changed = random.chance(0.65)
      ? (mutateShape(changed, random) ?? mutateBytes(changed, other, random))
      : mutateBytes(changed, other, random);
  }
  return changed;
}

function mutateBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + random.below(60));
  switch (random.below(9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return bytes.subarray(at);
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(end));
    case 3:
      return joined(bytes.subarray(0, end), bytes.subarray(at));
    case 4:
      return joined(bytes.subarray(0, at), other.subarray(random.below(other.length + 1)));
    case 5:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length: 1 + random.below(6) }, () => random.below(256)),
        bytes.subarray(at),
      );
    case 6:
      return random.pick([
        () => joined(Uint8Array.of(0xef, 0xbb, 0xbf), bytes),
        () => new Uint8Array(Buffer.from(`\uFEFF${new TextDecoder().decode(bytes)}`, 'utf16le')),
        () => joined(bytes, new Uint8Array(100)),
        () => joined(bytes, bytes),
      ])();
    default: {
      const flipped = Uint8Array.from(bytes);
      for (let times = 1 + random.below(8); times > 0 && flipped.length > 0; times--) {
        const place = random.below(flipped.length);
        flipped[place] = (flipped[place] ?? 0) ^ (1 << random.below(8));
      }
      return flipped;
    }
  }
}

/** Null: there is no shape to be seen in it, or one too deep to be changed. */
function mutateShape(bytes: Uint8Array, random: Random): Uint8Array | null {
  try {
    return shapeChanged(bytes, random);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function shapeChanged(bytes: Uint8Array, random: Random): Uint8Array | null {
  if (Buffer.from(bytes.subarray(0, 15)).toString('latin1') === 'SQLite format 3') return mutateDatabase(bytes, random);
  const text = new TextDecoder().decode(bytes);
  const whole = parsed(text);
  if (whole !== undefined) return encoded(jsonText(mutateValue(whole, random)));
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = parsed(lines[at] ?? '');
  if (line === undefined) return null;
  switch (random.below(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(random.below(lines.length), 0, lines[at] ?? '');
      break;
    default:
      lines[at] = jsonText(mutateValue(line, random));
  }
  return encoded(lines.join('\n'));
}

/** Changes a value in a row; null where the database cannot be opened. */
function mutateDatabase(bytes: Uint8Array, random: Random): Uint8Array | null {
  let db: Database.Database | null = null;
  try {
    db = new Database(Buffer.from(bytes));
    const tables = db
      .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
      .all();
    const table = random.pick(tables)?.name;
    if (table === undefined) return null;
    const columns = db.prepare<[string], { name: string }>('select name from pragma_table_info(?)').all(table);
    const column = random.pick(columns)?.name;
    if (column === undefined) return null;
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    const row = db
      .prepare<[number], { rowid: number; value: unknown }>(
        `select rowid as rowid, ${quoted(column)} as value from ${quoted(table)} limit 1 offset ?`,
      )
      .get(random.below(20));
    if (row === undefined) return null;
    const text = Buffer.isBuffer(row.value) ? row.value.toString('utf8') : typeof row.value === 'string' ? row.value : null;
    const value = text === null ? undefined : parsed(text);
    const changed =
      value !== undefined && typeof value === 'object'
        ? jsonText(mutateValue(value, random))
        : random.pick([null, 0, -1, 1e15, '', '\0', 'x'.repeat(1000), Buffer.from([0xff, 0xfe]), '[]', '{}', '{"a":']);
    db.prepare(`update or ignore ${quoted(table)} set ${quoted(column)} = ? where rowid = ?`).run(
      Buffer.isBuffer(row.value) && typeof changed === 'string' ? Buffer.from(changed) : changed,
      row.rowid,
    );
    return new Uint8Array(db.serialize());
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
