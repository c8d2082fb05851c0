import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Json, ProviderId } from '../../../shared/model.ts';
import type { Drift, Parsed, ParsedConversation, ParsedIssue, Question, RawRecord } from '../../../shared/parsed.ts';
import { rootOf } from '../../archive/identities.ts';
import { prepareConversation, prepareRaw } from '../../archive/prepare.ts';
import {
  addBuffers,
  addConversationBuffers,
  type PreparedConversation,
  type PreparedRecord,
  type RecordKind,
} from '../../archive/prepared.ts';
import { putBlob } from '../../archive/blobs.ts';
import type { Provider } from '../../providers/provider.ts';
import { resolveFamily, separate } from '../resolve.ts';

/** What a parser thread is asked; every request but `end` is answered. */
export type ParserRequest =
  /** Facts that go with the records of one bundle, sent once to each thread. */
  | { readonly kind: 'side'; readonly side: number; readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }
  | { readonly kind: 'forget'; readonly side: number }
  | {
      readonly kind: 'records';
      readonly provider: ProviderId;
      /** The facts to use; null: none. */
      readonly side: number | null;
      /** Records one after the other; `ends[i]` is where record i ends. */
      readonly bytes: Uint8Array;
      readonly ends: readonly number[];
      /** Entry names, by record. */
      readonly names: readonly string[];
    }
  | { readonly kind: 'families'; readonly families: readonly FamilyTask[] }
  /** A record of the archive, to be read by the parser of today. */
  | { readonly kind: 'again'; readonly raw: RawRecord }
  | { readonly kind: 'hash'; readonly path: string }
  /** What records would use of what lies beside them; see answers.ts. */
  | {
      readonly kind: 'answers';
      readonly provider: ProviderId;
      readonly side: number | null;
      readonly asked: readonly (readonly Question[])[];
    }
  /** Nothing more will be asked. */
  | { readonly kind: 'end' };

/** Records that are resolved together. */
export interface FamilyTask {
  readonly members: readonly FamilyRecord[];
  readonly as: RecordKind;
}

/** A member of a family, as it is in the archive. */
export interface FamilyRecord {
  readonly id: number;
  readonly raw: RawRecord;
}

/** What a family was resolved to, and what each record brought to it. */
export interface FamilyResult {
  readonly conversations: readonly PreparedConversation[];
  readonly members: readonly FamilyMembers[];
}

export interface FamilyMembers {
  readonly id: number;
  /** Native ids of what is in the record; of the conversations those they have among the others. */
  readonly conversations: readonly {
    readonly nativeId: string;
    /** As the record has it. */
    readonly plainId: string;
    readonly root: string | null;
    readonly messages: readonly string[];
    readonly attachments: readonly string[];
  }[];
}

/** What came of one record. */
export interface RecordResult {
  /** Null when nothing in it is kept. */
  readonly record: PreparedRecord | null;
  /** Names of entries that hold the bytes of attachments, by conversation. */
  readonly entries: readonly { readonly conversation: number; readonly nativeId: string; readonly entry: string }[];
  /** See `Parsed.asked`; null: anything. */
  readonly asked: readonly Question[] | null;
  readonly issues: readonly ParsedIssue[];
  readonly drift: readonly Drift[];
  readonly ignored: { readonly conversations: number; readonly messages: number };
  readonly reason: string | null;
  readonly account: string | null;
}

export interface ParserContext {
  /** Those that may be asked for. */
  readonly providers: readonly Provider[];
  /** Where blobs go; null: nothing is written (dry run). */
  readonly dir: string | null;
  readonly sides: Map<number, { readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }>;
}

/** Parses and prepares records one after the other. Never throws: what a parser throws over is an issue with the raw text. */
export async function parseRecords(
  request: Extract<ParserRequest, { kind: 'records' }>,
  context: ParserContext,
): Promise<{ readonly results: readonly RecordResult[]; readonly transfer: ArrayBuffer[] }> {
  const provider = known(context, request.provider);
  const side = request.side === null ? undefined : context.sides.get(request.side);
  const results: RecordResult[] = [];
  const transfer = new Set<ArrayBuffer>();
  let from = 0;
  for (let i = 0; i < request.ends.length; i++) {
    const to = request.ends[i] ?? from;
    const name = request.names[i] ?? '';
    const bytes = request.bytes.subarray(from, to);
    from = to;
    const raw: RawRecord = {
      provider: provider.id,
      bytes,
      name,
      side: {
        shared: side?.shared ?? null,
        entry: side === undefined || !Object.hasOwn(side.byEntry, name) ? null : (side.byEntry[name] ?? null),
      },
    };
    const result = await prepareRecord(provider, raw, context.dir);
    if (result.record !== null) addBuffers(result.record, transfer);
    results.push(result);
  }
  return { results, transfer: [...transfer] };
}

/** Parses and prepares one record of the archive again. */
export async function parseAgain(
  raw: RawRecord,
  context: ParserContext,
): Promise<{ readonly result: RecordResult; readonly transfer: ArrayBuffer[] }> {
  const result = await prepareRecord(known(context, raw.provider), raw, context.dir);
  const transfer = new Set<ArrayBuffer>();
  if (result.record !== null) addBuffers(result.record, transfer);
  return { result, transfer: [...transfer] };
}

async function prepareRecord(provider: Provider, raw: RawRecord, dir: string | null): Promise<RecordResult> {
  const parsed = parseSafely(provider, raw);
  const issues = [...parsed.issues];
  const entries: { conversation: number; nativeId: string; entry: string }[] = [];
  const conversations: PreparedConversation[] = [];
  for (const conversation of parsed.conversations) {
    try {
      const blobs = await storeInline(conversation, dir);
      const prepared = prepareConversation(conversation, provider.id, provider.kind, blobs);
      for (const { nativeId, entry } of conversation.attachments) {
        if (entry !== undefined) entries.push({ conversation: conversations.length, nativeId, entry });
      }
      conversations.push(prepared);
    } catch (error) {
      // The archive's disk is to blame, not the record.
      if (error instanceof Error && 'syscall' in error) throw error;
      issues.push(failure('prepare-failed', error, raw));
    }
  }
  const titles = parsed.titles ?? [];
  return {
    record:
      conversations.length === 0 && titles.length === 0
        ? null
        : {
            provider: provider.id,
            kind: provider.kind,
            parserVersion: provider.version,
            name: raw.name,
            side: parsed.side ?? null,
            raw: prepareRaw(raw.bytes),
            conversations,
            titles,
          },
    entries,
    asked: parsed.asked ?? null,
    issues,
    drift: parsed.drift,
    ignored: parsed.ignored,
    reason: parsed.reason ?? null,
    account: parsed.account ?? null,
  };
}

/** See `parseFamily`: one after the other. */
export async function parseFamilies(
  { families }: Extract<ParserRequest, { kind: 'families' }>,
  context: ParserContext,
): Promise<{ readonly results: readonly FamilyResult[]; readonly transfer: ArrayBuffer[] }> {
  const results: FamilyResult[] = [];
  const transfer = new Set<ArrayBuffer>();
  for (const family of families) results.push(await parseFamily(family, context, transfer));
  return { results, transfer: [...transfer] };
}

/** Parses the records of a family again; logs are resolved, what is in the record of an export stands for itself. */
async function parseFamily(request: FamilyTask, context: ParserContext, transfer: Set<ArrayBuffer>): Promise<FamilyResult> {
  const plain = request.members.flatMap(({ id, raw }) => {
    const key = hashBytes(raw.bytes);
    return parseSafely(known(context, raw.provider), raw).conversations.map((conversation) => ({ id, key, conversation }));
  });
  const parsed = request.as === 'log' ? separate(plain) : plain;
  const members = request.members.map(({ id }): FamilyMembers => ({
    id,
    conversations: plain.flatMap((member, at) => {
      const { nativeId, messages, attachments } = parsed[at]?.conversation ?? member.conversation;
      if (member.id !== id) return [];
      return [
        {
          nativeId: columnText(nativeId),
          plainId: columnText(member.conversation.nativeId),
          root: rootOf(messages),
          messages: messages.map((message) => columnText(message.nativeId)),
          attachments: [...new Set(attachments.map((attachment) => columnText(attachment.nativeId)))],
        },
      ];
    }),
  }));
  const first = request.members[0];
  const resolved = request.as === 'log' ? resolveFamily(parsed) : parsed.map(({ conversation }) => conversation);
  const conversations: PreparedConversation[] = [];
  for (const conversation of first === undefined ? [] : resolved) {
    const prepared = prepareConversation(
      conversation,
      first?.raw.provider ?? 'generic',
      request.as,
      await storeInline(conversation, context.dir),
    );
    addConversationBuffers(prepared, transfer);
    conversations.push(prepared);
  }
  return { conversations, members };
}

/** SHA-256 of a file, hex, read in pieces. */
export function hashFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    const digest = createHash('sha256');
    const buffer = Buffer.allocUnsafe(1024 * 1024);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) digest.update(buffer.subarray(0, read));
    return digest.digest('hex');
  } finally {
    closeSync(file);
  }
}

/** SHA-256 of bytes, hex. */
function hashBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

async function storeInline(
  conversation: ParsedConversation,
  dir: string | null,
): Promise<Map<string, { hash: string; size: number }>> {
  const blobs = new Map<string, { hash: string; size: number }>();
  if (dir === null) return blobs;
  for (const { nativeId, bytes } of conversation.attachments) {
    if (bytes !== undefined && !blobs.has(nativeId)) blobs.set(nativeId, await putBlob(dir, bytes));
  }
  return blobs;
}

/** A native id as the archive's columns hold it. */
function columnText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function parseSafely(provider: Provider, raw: RawRecord): Parsed {
  try {
    return provider.parse(raw);
  } catch (error) {
    return {
      conversations: [],
      issues: [failure('parser-failed', error, raw)],
      drift: [],
      ignored: { conversations: 0, messages: 0 },
    };
  }
}

function failure(code: string, error: unknown, raw: RawRecord): ParsedIssue {
  return {
    code,
    message: `This record could not be read (${error instanceof Error ? error.message : String(error)}); its text is kept.`,
    where: '',
    raw: new TextDecoder().decode(raw.bytes),
    unit: 'conversation',
  };
}

function known({ providers }: ParserContext, id: ProviderId): Provider {
  const provider = providers.find((each) => each.id === id);
  if (provider === undefined) throw new RangeError(`no provider ${id}`);
  return provider;
}
