import { isMainThread, workerData } from 'node:worker_threads';
import type { ProviderId } from '../../../shared/model.ts';
import type { Parsed, ParsedConversation, RawRecord } from '../../../shared/parsed.ts';
import type { Claim, Provider, Sample } from '../../providers/provider.ts';
import { runParser } from '../parsing/run-parser.ts';

// Formats that are in no program, one for each claim; the file is also the entry of threads that parse them.

/** A conversation of two messages. */
function said(nativeId: string, words: readonly string[]): ParsedConversation {
  return {
    nativeId,
    title: null,
    createdAt: null,
    updatedAt: words.length,
    project: null,
    cwd: null,
    gitBranch: null,
    model: null,
    archived: false,
    parent: null,
    activeLeaf: null,
    attachments: [],
    familyKeys: [],
    messages: words.map((text, at) => ({
      nativeId: `${nativeId}-${at}`,
      parent: at === 0 ? null : `${nativeId}-${at - 1}`,
      role: at % 2 === 0 ? 'user' : 'assistant',
      origin: at % 2 === 0 ? 'person' : 'assistant',
      author: null,
      model: null,
      createdAt: null,
      hidden: false,
      usage: null,
      parts: [{ type: 'text', text }],
    })),
  };
}

const nothing: Parsed = { conversations: [], issues: [], drift: [], ignored: { conversations: 0, messages: 0 } };

function provider(
  id: ProviderId,
  judge: (sample: Sample) => Claim | null,
  read: (text: string) => ParsedConversation,
  more: Partial<Provider> = {},
): Provider {
  return {
    id,
    version: 1,
    kind: 'export',
    judge,
    parse: ({ bytes }: RawRecord): Parsed => {
      const raw = new TextDecoder().decode(bytes);
      try {
        return { ...nothing, conversations: [read(raw)] };
      } catch (error) {
        const message = error instanceof Error ? error.message : 'not read';
        return { ...nothing, issues: [{ code: 'bad', message, where: '', raw, unit: 'conversation' }] };
      }
    },
    ...more,
  };
}

function fromJson(text: string): ParsedConversation {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('id' in value) || !('words' in value) || !Array.isArray(value.words))
    throw new Error('no conversation');
  return said(
    String(value.id),
    value.words.map((word) => String(word)),
  );
}

const lines = provider(
  'sharegpt',
  ({ kind, values }) =>
    kind === 'jsonl' && values.some((value) => typeof value === 'object' && value !== null && 'words' in value)
      ? { as: 'lines', score: 50 }
      : null,
  fromJson,
);

/** `<p class="said">id: words`, over and over. */
export const pieceMarker = '<p class="said">';
const pieces = provider(
  'gemini-takeout',
  ({ kind, head }) => (kind === 'html' && head.includes(pieceMarker) ? { as: 'pieces', marker: pieceMarker, score: 50 } : null),
  (text) => {
    const [id = '', words = ''] = text.slice(pieceMarker.length).split(': ');
    if (!text.startsWith(pieceMarker) || id === '') throw new Error('no piece');
    return said(id, [words.slice(0, 100), `${words.length} letters`]);
  },
);

/** `session/ID.json` and `part/ID/N.json`. */
const joined = provider(
  'opencode',
  ({ name, kind }) => {
    const id = /(?:session|part)\/([^/.]+)/.exec(name)?.[1];
    return kind === 'json-object' && id !== undefined ? { as: 'joined', record: `session ${id}`, score: 50 } : null;
  },
  (text) => {
    const words: string[] = [];
    let id = '';
    for (const line of text.trim().split('\n')) {
      const { name, value }: { name?: unknown; value?: unknown } = JSON.parse(line);
      if (typeof value !== 'object' || value === null) words.push(`not JSON: ${String(value)}`);
      else if (String(name).includes('session/') && 'id' in value) id = String(value.id);
      else if ('word' in value) words.push(String(value.word));
    }
    if (id === '') throw new Error('no session');
    return said(id, words);
  },
);

const tables = provider(
  'cursor',
  ({ kind, keys }) => (kind === 'sqlite' && keys.includes('kv') ? { as: 'tables', score: 50 } : null),
  fromJson,
  {
    readTables: function* ({ rows }) {
      for (const [key, id] of rows('kv', ['key', 'value'], { where: { column: 'key', from: 'chat:', below: 'chat;' } })) {
        const words = [];
        // Another reader of the same connection while the first goes on.
        for (const [value] of rows('kv', ['value'], {
          where: { column: 'key', from: `word:${String(id)}:`, below: `word:${String(id)};` },
          orderBy: ['key'],
        }))
          words.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
        yield { name: String(key), bytes: new TextEncoder().encode(JSON.stringify({ id, words })) };
      }
    },
  },
);

/** Formats for tests. */
export const claimProviders: readonly Provider[] = [lines, pieces, joined, tables];

// Vitest's own threads carry other data.
if (!isMainThread && typeof workerData === 'object' && workerData !== null && 'dir' in workerData) runParser(claimProviders);
