import type { Parsed, ParsedConversation, Side } from '../../../shared/parsed.ts';
import type { Cell, Tables } from '../provider.ts';
import { tablesOf } from '../fixtures/tables.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { cursor } from './index.ts';

type Sketch = Record<string, unknown>;

export function parse(bytes: Uint8Array | string, name = 'x.jsonl', side: Side = { shared: null, entry: null }): Parsed {
  return cursor.parse({
    provider: 'cursor',
    bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
    name,
    side,
  });
}

/** Lines of a transcript. */
export function transcriptOf(...lines: readonly (Sketch | string)[]): string {
  return `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`;
}

export function says(role: string, ...content: readonly Sketch[]): Sketch {
  return { role, message: { content } };
}

export function text(words: string): Sketch {
  return { type: 'text', text: words };
}

/** The global database of the editor: keys with their values, as JSON. */
export function editorTables(values: Readonly<Record<string, unknown>>, items: Readonly<Record<string, unknown>> = {}): Tables {
  const rows = (from: Readonly<Record<string, unknown>>): readonly (readonly Cell[])[] =>
    Object.entries(from).map(([key, value]) => [
      key,
      value === null || typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  return tablesOf({
    cursorDiskKV: { columns: ['key', 'value'], rows: rows(values) },
    ItemTable: { columns: ['key', 'value'], rows: rows(items) },
  });
}

/** Everything in a database, parsed. */
export function parseTables(tables: Tables, side: Side = { shared: null, entry: null }): readonly Parsed[] {
  return [...(cursor.readTables?.(tables) ?? [])].map(({ bytes }) => parse(bytes, 'state.vscdb', side));
}

export function conversationsIn(tables: Tables, side?: Side): readonly ParsedConversation[] {
  return parseTables(tables, side).flatMap(({ conversations }) => conversations);
}

/** Transcripts as agents leave them: they name neither titles nor times. */
export const writer: Writer = {
  provider: cursor,
  says: { titles: false, times: false, ids: true, messageIds: false, empty: true },
  comesAs: 'folder',
  write: (conversations) =>
    conversations.length === 0
      ? {
          'projects/app/agent-transcripts/none/none.jsonl': '{"role":"user","message":{"content":[]}}\n',
        }
      : filesOf(conversations),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const files = filesOf(conversations);
    const [name = ''] = Object.keys(files);
    return { files: { ...files, [name]: `${files[name] ?? ''}{"role":"assistant","message":{"con\n` }, told: 'quarantined' };
  },
};

function filesOf(conversations: readonly Told[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { id, messages } of conversations) {
    const lines = messages.map(({ from, text: words }) =>
      from === 'person' ? says('user', text(`<user_query>\n${words}\n</user_query>`)) : says('assistant', text(words)),
    );
    files[`projects/app/agent-transcripts/${id}/${id}.jsonl`] = transcriptOf(...lines);
  }
  return files;
}
