import { arrayOf, isObject, jsonOf, objectOf, textOf } from '../../../shared/json.ts';
import type { Cell, TableRecord, Tables } from '../provider.ts';
import { parsedText } from '../reading/json-text.ts';

/** One record for each composer, for each tab of the chats of 2024, and for the session of a `store.db`. Source: formats, §8.5. */
export function* readTables(tables: Tables): Iterable<TableRecord> {
  if (tables.columns['blobs'] !== undefined && tables.columns['meta'] !== undefined) yield storeRecord(tables);
  const known = new Set<string>();
  for (const [key, value] of tables.rows('cursorDiskKV', ['key', 'value'], {
    where: { column: 'key', from: 'composerData:', below: 'composerData;' },
  })) {
    const id = textIn(key ?? null).slice('composerData:'.length);
    known.add(id);
    yield composerRecord(tables, id, jsonIn(value ?? null));
  }
  yield* orphans(tables, known);
  for (const [key, value] of tables.rows('ItemTable', ['key', 'value'], {
    where: { column: 'key', equals: 'composer.composerData' },
  })) {
    // Lists what lies in the other database; in 2024 the conversations stood in it.
    for (const item of arrayOf(objectOf(jsonIn(value ?? null))['allComposers'])) {
      const id = textOf(objectOf(item)['composerId']);
      if (id === null || known.has(id) || arrayOf(objectOf(item)['conversation']).length === 0) continue;
      known.add(id);
      yield record(`${textIn(key ?? null)}:${id}`, { composer: item, id, bubbles: [] });
    }
  }
  for (const [key, value] of tables.rows('ItemTable', ['key', 'value'], {
    where: { column: 'key', equals: 'workbench.panel.aichat.view.aichat.chatdata' },
  })) {
    const data = jsonIn(value ?? null);
    const tabs = isObject(data) ? data['tabs'] : null;
    if (!Array.isArray(tabs)) yield record(textIn(key ?? null), { tab: data });
    else for (const tab of arrayOf(tabs)) yield record(`chatdata:${textOf(objectOf(tab)['tabId']) ?? ''}`, { tab });
  }
}

function composerRecord(tables: Tables, id: string, composer: unknown): TableRecord {
  const bubbles: (readonly [string, unknown])[] = [];
  const prefix = `bubbleId:${id}:`;
  for (const [key, value] of tables.rows('cursorDiskKV', ['key', 'value'], {
    where: { column: 'key', from: prefix, below: `bubbleId:${id};` },
  })) {
    bubbles.push([textIn(key ?? null).slice(prefix.length), jsonIn(value ?? null)]);
  }
  let head: unknown = null;
  for (const [value] of tables.rows('composerHeaders', ['value'], { where: { column: 'composerId', equals: id } })) {
    head = jsonIn(value ?? null);
  }
  return record(`composerData:${id}`, { composer, id, ...(head === null ? {} : { head }), bubbles });
}

/** Messages whose conversation has no row any more. */
function* orphans(tables: Tables, known: Set<string>): Iterable<TableRecord> {
  for (const [key] of tables.rows('cursorDiskKV', ['key'], { where: { column: 'key', from: 'bubbleId:', below: 'bubbleId;' } })) {
    const id = /^bubbleId:([^:]+):/.exec(textIn(key ?? null))?.[1];
    if (id === undefined || known.has(id)) continue;
    known.add(id);
    yield composerRecord(tables, id, null);
  }
}

/** JSON among the blobs is messages; the rest is how the program strings them together. */
function storeRecord(tables: Tables): TableRecord {
  const blobs: (readonly [string, unknown])[] = [];
  let others = 0;
  for (const [id, data] of tables.rows('blobs', ['id', 'data'])) {
    const value = jsonIn(data ?? null);
    if (isObject(value)) blobs.push([textIn(id ?? null), value]);
    else others++;
  }
  let meta: unknown = null;
  for (const [value] of tables.rows('meta', ['value'], { where: { column: 'key', equals: '0' } }))
    meta = metaIn(textIn(value ?? null));
  return record('store', { store: { meta, blobs, others } });
}

/** JSON, or JSON in hexadecimal digits. */
function metaIn(text: string): unknown {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return jsonIn(text);
  const bytes = Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
  return jsonIn(bytes);
}

function record(name: string, value: unknown): TableRecord {
  return { name, bytes: encoder.encode(JSON.stringify(value)) };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function textIn(cell: Cell): string {
  return cell instanceof Uint8Array ? decoder.decode(cell) : cell === null ? '' : String(cell);
}

/** The value of a cell that holds JSON; a text that is none stays one, and `parse` says so. */
function jsonIn(cell: Cell): unknown {
  if (cell === null) return null;
  const text = textIn(cell);
  const value = parsedText(text);
  // What is nested too deeply to be written again stays text.
  return value === undefined || (typeof value === 'object' && typeof jsonOf(value) === 'string') ? text : value;
}
