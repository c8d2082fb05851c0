import type { ProviderId, Relation } from '../../shared/model.ts';
import type { Side } from '../../shared/parsed.ts';

/** What parser threads hand to the writer: plain data, structured-clonable, its bytes transferable. */

export type RecordKind = 'export' | 'log';

/** One original with everything that was made of it. */
export interface PreparedRecord {
  readonly provider: ProviderId;
  readonly kind: RecordKind;
  readonly parserVersion: number;
  /** Entry name. */
  readonly name: string;
  readonly side: Side | null;
  readonly raw: PreparedRaw;
  readonly conversations: readonly PreparedConversation[];
  /** Titles given here to conversations of other records, by one of their messages. */
  readonly titles: readonly { readonly message: string; readonly title: string }[];
}

export interface PreparedRaw {
  /** SHA-256 of the original bytes. */
  readonly hash: Uint8Array<ArrayBuffer>;
  /** Length of the original. */
  readonly bytes: number;
  /** zstd, each of at most 4 MB of original bytes. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

export interface PreparedConversation {
  readonly provider: ProviderId;
  readonly nativeId: string;
  /** Its first message, see `rootOf`. */
  readonly root: string | null;
  /** SHA-256 of the canonical serialisation; bytes of attachments do not count. */
  readonly contentHash: Uint8Array<ArrayBuffer>;
  readonly title: string;
  /** False: made from the first words. */
  readonly titleGiven: boolean;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly project: string | null;
  readonly cwd: string | null;
  readonly gitBranch: string | null;
  readonly archived: boolean;
  readonly starred: boolean;
  readonly tags: readonly string[];
  readonly parent: { readonly nativeId: string; readonly relation: Relation } | null;
  readonly counts: ConversationCounts;
  readonly models: readonly { readonly name: string; readonly messages: number }[];
  readonly tools: readonly { readonly name: string; readonly calls: number; readonly errors: number }[];
  readonly messages: PreparedMessages;
  readonly blocks: readonly Uint8Array<ArrayBuffer>[];
  readonly attachments: readonly PreparedAttachment[];
  readonly familyKeys: readonly string[];
  /** See `ParsedConversation`. */
  readonly piece: boolean;
}

export interface ConversationCounts {
  readonly messages: number;
  readonly userMessages: number;
  readonly assistantMessages: number;
  readonly words: number;
  readonly turns: number;
  readonly branches: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  readonly thinkingParts: number;
  readonly codeParts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null: no response states them. */
  readonly cost: number | null;
}

/** Columns instead of rows; by index, parents before children. */
export interface PreparedMessages {
  readonly nativeIds: readonly string[];
  readonly authors: readonly (string | null)[];
  readonly partCodes: readonly string[];
  /** `messageNumbers.length` numbers per message, NaN for null. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

/** What the numbers of a message are, in order. `model` is a place in `models`, plus one; 0 for none. */
export const messageNumbers = [
  'parent',
  'role',
  'origin',
  'model',
  'createdAt',
  'words',
  'flags',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'hash',
  'block',
  'offset',
  'length',
  'cost',
] as const;

export const messageFlag = { active: 1, hidden: 2 } as const;

export interface PreparedAttachment {
  readonly nativeId: string;
  readonly name: string | null;
  readonly mime: string | null;
  readonly size: number | null;
  /** SHA-256 (hex) and length of the bytes, once `putBlob` has them; null: not in this input. */
  readonly blob: { readonly hash: string; readonly size: number } | null;
}

/** Adds the buffers of a record, to be moved to another thread instead of copied. Several records may lie in one. */
export function addBuffers(record: PreparedRecord, buffers: Set<ArrayBuffer>): void {
  buffers.add(record.raw.hash.buffer);
  for (const chunk of record.raw.chunks) buffers.add(chunk.buffer);
  for (const conversation of record.conversations) addConversationBuffers(conversation, buffers);
}

/** The same for a conversation that was resolved from several records. */
export function addConversationBuffers(conversation: PreparedConversation, buffers: Set<ArrayBuffer>): void {
  buffers.add(conversation.contentHash.buffer);
  buffers.add(conversation.messages.numbers.buffer);
  for (const block of conversation.blocks) buffers.add(block.buffer);
}
