import type { Part } from '../../shared/model.ts';
import type { ParsedAttachment, ParsedConversation, ParsedMessage } from '../../shared/parsed.ts';
import type { ImportWriter, NewSource } from './import-writer.ts';
import { prepareConversation, prepareRaw } from './prepare.ts';
import type { PreparedRecord, RecordKind } from './prepared.ts';
import type { Stored } from './store-record.ts';

/** Small records for tests of the archive. The original of one is the JSON of what was parsed from it, a line per conversation. */

export function sampleMessage(
  nativeId: string,
  parent: string | null,
  more: Partial<ParsedMessage> & { readonly text?: string } = {},
): ParsedMessage {
  const { text, ...rest } = more;
  const parts: readonly Part[] = [{ type: 'text', text: text ?? `words of ${nativeId}` }];
  return {
    nativeId,
    parent,
    role: 'user',
    origin: 'person',
    author: null,
    model: null,
    createdAt: null,
    hidden: false,
    usage: null,
    parts,
    ...rest,
  };
}

/** Messages one below the other, a person's and an assistant's in turn. */
export function sampleThread(ids: readonly string[]): ParsedMessage[] {
  return ids.map((id, at) =>
    sampleMessage(id, ids[at - 1] ?? null, at % 2 === 0 ? {} : { role: 'assistant', origin: 'assistant', model: 'some-model' }),
  );
}

export function sampleConversation(nativeId: string, more: Partial<ParsedConversation> = {}): ParsedConversation {
  return {
    nativeId,
    title: null,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    project: null,
    cwd: null,
    gitBranch: null,
    model: null,
    archived: false,
    parent: null,
    activeLeaf: null,
    messages: sampleThread(['a', 'b']),
    attachments: [],
    familyKeys: [],
    ...more,
  };
}

export function sampleAttachment(nativeId: string): ParsedAttachment {
  return { nativeId, name: `${nativeId}.png`, mime: 'image/png', size: null };
}

export type SampleBlobs = ReadonlyMap<string, { readonly hash: string; readonly size: number }>;

export function sampleRecord(
  conversations: readonly ParsedConversation[],
  options: {
    readonly kind?: RecordKind;
    readonly raw?: string;
    readonly version?: number;
    readonly titles?: PreparedRecord['titles'];
    /** By conversation. */
    readonly blobs?: ReadonlyMap<string, SampleBlobs>;
  } = {},
): PreparedRecord {
  const kind = options.kind ?? 'export';
  const raw = options.raw ?? conversations.map((conversation) => `${JSON.stringify(conversation)}\n`).join('');
  const provider = kind === 'export' ? 'chatgpt' : 'claude-code';
  return {
    provider,
    kind,
    parserVersion: options.version ?? 1,
    name: 'sample',
    side: null,
    raw: prepareRaw(Buffer.from(raw)),
    conversations: conversations.map((parsed) =>
      prepareConversation(parsed, provider, kind, options.blobs?.get(parsed.nativeId)),
    ),
    titles: options.titles ?? [],
  };
}

/** What `sampleRecord` wrote as the original; the last line of a session holds all of it. */
export function parseSample(bytes: Uint8Array, kind: RecordKind = 'log'): ParsedConversation[] {
  const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
  if (kind === 'export') return lines.map((line): ParsedConversation => JSON.parse(line));
  const latest = new Map<string, ParsedConversation>();
  for (const line of lines) {
    const conversation: ParsedConversation = JSON.parse(line);
    latest.set(conversation.nativeId, conversation);
  }
  return [...latest.values()];
}

export function sampleSource(name: string, more: Partial<NewSource> = {}): NewSource {
  return { fingerprint: name, provider: 'chatgpt', parserVersion: 1, name, bytes: 1, path: `/in/${name}`, entry: '', ...more };
}

/** One run with one source. */
export function importRecords(
  writer: ImportWriter,
  name: string,
  records: readonly PreparedRecord[],
  complete: { readonly exportTime: number | null; readonly account: string | null } = { exportTime: null, account: null },
): { readonly runId: number; readonly sourceId: number; readonly stored: readonly Stored[] } {
  const runId = writer.begin();
  const provider = records[0]?.provider ?? 'chatgpt';
  const sourceId = writer.openSource(runId, sampleSource(name, { provider }));
  const stored = records.flatMap((record) => [...writer.store(sourceId, record)]);
  const outcomes = stored.flatMap(({ outcome: figure, key }) =>
    figure === 'due' ? [] : [{ sourceId, figure, conversations: [key ?? 0], places: [''] }],
  );
  writer.addOutcomes(runId, outcomes);
  writer.completeSource(sourceId, { receipt: null, ...complete });
  return { runId, sourceId, stored };
}
