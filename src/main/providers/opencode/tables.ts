import { isObject, jsonOf } from '../../../shared/json.ts';
import type { Cell, TableRecord, Tables } from '../provider.ts';
import { parsedText } from '../reading/json-text.ts';

const SESSION = [
  'id',
  'project_id',
  'parent_id',
  'directory',
  'title',
  'version',
  'share_url',
  'agent',
  'model',
  'revert',
  'time_created',
  'time_updated',
  'time_archived',
];

/** One record for each session: its row, with those of its messages and parts. Source: formats, §8.6. */
export function* readTables(tables: Tables): Iterable<TableRecord> {
  const has = (table: string, column: string): boolean => tables.columns[table]?.includes(column) === true;
  const columns = SESSION.filter((column) => has('session', column));
  const known = new Set<string>();
  for (const cells of tables.rows('session', columns)) {
    const session = Object.fromEntries(columns.map((column, i) => [column, plain(cells[i] ?? null)]));
    const id = String(session['id'] ?? '');
    if (known.has(id)) continue;
    known.add(id);
    yield recordOf(tables, id, session);
  }
  // Messages whose session is gone are not lost.
  for (const table of ['message', 'session_message']) {
    if (!has(table, 'session_id')) continue;
    for (const [cell] of tables.rows(table, ['session_id'])) {
      const id = String(plain(cell ?? null) ?? '');
      if (known.has(id)) continue;
      known.add(id);
      yield recordOf(tables, id, null);
    }
  }
}

function recordOf(tables: Tables, id: string, session: unknown): TableRecord {
  const rows = (table: string, columns: readonly string[]): readonly unknown[] => {
    const there = columns.filter((column) => tables.columns[table]?.includes(column) === true);
    if (!there.includes('session_id')) return [];
    const found: unknown[] = [];
    for (const cells of tables.rows(table, there, { where: { column: 'session_id', equals: id }, orderBy: ['id'] })) {
      found.push(
        Object.fromEntries(
          there.map((column, i) => [column, column === 'data' ? jsonIn(cells[i] ?? null) : plain(cells[i] ?? null)]),
        ),
      );
    }
    return found;
  };
  const messages = rows('message', ['id', 'session_id', 'time_created', 'data']);
  const parts = rows('part', ['id', 'message_id', 'session_id', 'data']);
  // Newer versions keep both: the second says the same again.
  const entries = messages.length > 0 ? [] : rows('session_message', ['id', 'session_id', 'type', 'time_created', 'data']);
  const text = JSON.stringify({ session, messages, parts, ...(entries.length > 0 ? { entries } : {}) });
  return { name: `session:${id}`, bytes: new TextEncoder().encode(text) };
}

function plain(cell: Cell): string | number | null {
  return cell instanceof Uint8Array ? decoder.decode(cell) : cell;
}

const decoder = new TextDecoder();

/** The object that a cell holds; what cannot be read stays text, and `parse` says so. */
function jsonIn(cell: Cell): unknown {
  const text = plain(cell);
  if (typeof text !== 'string') return text;
  const value = parsedText(text);
  // What is nested too deeply to be written again stays text.
  return isObject(value) && typeof jsonOf(value) !== 'string' ? value : text;
}
