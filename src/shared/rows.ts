import { ArchiveError } from './errors.ts';
import type { Conversation, Json, Message, Origin, Part, ProviderId, Relation, Role, Usage } from './model.ts';
import { nearest } from './nearest.ts';
import { messageWords, readableText } from './readable.ts';
import { applyTransforms, type Traces, type Transform } from './transforms/index.ts';

/**
 * The rows that `view` and `export` give: the product's interface to other programs, fixed by docs/cli.md. Times are ISO 8601 UTC or
 * null. Their types are what the JSON holds.
 */

export interface ConversationRow {
  readonly id: string;
  readonly provider: ProviderId;
  readonly title: string;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly messages: number;
  readonly userMessages: number;
  readonly assistantMessages: number;
  readonly words: number;
  readonly turns: number;
  readonly branches: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  readonly thinkingParts: number;
  readonly attachments: number;
  readonly models: readonly string[];
  readonly project: string | null;
  readonly cwd: string | null;
  readonly gitBranch: string | null;
  readonly parentId: string | null;
  readonly relation: Relation | null;
  readonly rootId: string;
  readonly cost: number | null;
  readonly tags: readonly string[];
  readonly tagsThere: readonly string[];
  readonly starred: boolean;
  readonly starredThere: boolean;
  readonly inNewestExport: boolean | null;
  readonly originalDeleted: boolean;
  readonly annotations: Readonly<Record<string, Json>>;
}

export interface MessageRow {
  readonly id: string;
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly index: number;
  readonly role: Role;
  readonly origin: Origin;
  readonly author: string | null;
  readonly model: string | null;
  readonly createdAt: string | null;
  readonly text: string;
  readonly words: number;
  readonly onActivePath: boolean;
  readonly hidden: boolean;
  readonly usage: Usage | null;
  readonly parts: readonly Part[];
  /** How many parts of each kind the transforms took; empty without transforms. */
  readonly hiddenParts: Traces;
  readonly annotations: Readonly<Record<string, Json>>;
}

export const conversationFields = [
  'id',
  'provider',
  'title',
  'createdAt',
  'updatedAt',
  'messages',
  'userMessages',
  'assistantMessages',
  'words',
  'turns',
  'branches',
  'toolCalls',
  'toolErrors',
  'thinkingParts',
  'attachments',
  'models',
  'project',
  'cwd',
  'gitBranch',
  'parentId',
  'relation',
  'rootId',
  'cost',
  'tags',
  'tagsThere',
  'starred',
  'starredThere',
  'inNewestExport',
  'originalDeleted',
  'annotations',
] as const satisfies readonly (keyof ConversationRow)[];

export const messageFields = [
  'id',
  'conversationId',
  'parentId',
  'index',
  'role',
  'origin',
  'author',
  'model',
  'createdAt',
  'text',
  'words',
  'onActivePath',
  'hidden',
  'usage',
  'parts',
  'hiddenParts',
  'annotations',
] as const satisfies readonly (keyof MessageRow)[];

/** What a row can be about. */
export interface Entity {
  readonly name: 'conversations' | 'messages';
  readonly fields: readonly string[];
  readonly minimal: readonly string[];
}

export const entities = {
  conversations: { name: 'conversations', fields: conversationFields, minimal: ['id', 'title', 'createdAt'] },
  messages: { name: 'messages', fields: messageFields, minimal: ['id', 'role', 'text'] },
} as const satisfies Readonly<Record<string, Entity>>;

/** A row of either entity with the fields that were asked for, in the order in which they were. */
export type Row = Readonly<Record<string, unknown>>;

export function conversationRow(conversation: Conversation): ConversationRow {
  const { nativeId: _nativeId, createdAt, updatedAt, ...rest } = conversation;
  return {
    ...rest,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    annotations: {},
  };
}

/** `parentId` is the native id of the message at `message.parent`, null for a root. */
export function messageRow(
  conversationId: string,
  message: Message,
  parentId: string | null,
  transforms: readonly Transform[] = [],
): MessageRow {
  const { parts, hiddenParts } = applyTransforms(transforms, message);
  return {
    id: message.id,
    conversationId,
    parentId,
    index: message.index,
    role: message.role,
    origin: message.origin,
    author: message.author,
    model: message.model,
    createdAt: isoTime(message.createdAt),
    text: readableText(parts),
    words: transforms.length === 0 ? message.words : messageWords(parts),
    onActivePath: message.onActivePath,
    hidden: message.hidden,
    usage: message.usage,
    parts,
    hiddenParts,
    annotations: {},
  };
}

/**
 * The fields of `--fields a,b,c|minimal|full`.
 * @throws ArchiveError BadInput for an unknown field, with the nearest known one.
 */
export function fieldsNamed(entity: Entity, list: string): readonly string[] {
  if (list.trim() === 'full') return entity.fields;
  if (list.trim() === 'minimal') return entity.minimal;
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new ArchiveError('BadInput', '--fields names no field. Use a,b,c, minimal or full.');
  for (const name of names) {
    if (entity.fields.includes(name)) continue;
    const near = nearest(name, [...entity.fields, 'minimal', 'full']);
    const hint = near === null ? `Known: ${entity.fields.join(', ')}.` : `Did you mean ${near}?`;
    throw new ArchiveError('BadInput', `${entity.name} have no field “${name}”. ${hint}`, { name, known: entity.fields });
  }
  return [...new Set(names)];
}

/** Those fields of a row, in that order. */
export function pickFields(row: ConversationRow | MessageRow, fields: readonly string[]): Row {
  const all: Row = { ...row };
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}

/** ISO 8601 UTC, or null for an unknown time. */
export function isoTime(time: number | null): string | null {
  if (time === null) return null;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
