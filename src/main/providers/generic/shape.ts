import { isObject, textOf, type JsonObject } from '../../../shared/json.ts';
import { speakerOf } from '../reading/role-words.ts';

/** What looks like a role and what looks like words, in an object of a shape nobody has described. */
export interface Likely {
  readonly role: string;
  readonly content: unknown;
}

const roleKeys = ['role', 'from', 'sender', 'author', 'speaker', 'who'] as const;
const personKeys = ['is_user', 'isUser', 'from_user', 'fromUser', 'is_human', 'isHuman', 'isCreatedByUser'] as const;
const textKeys = ['content', 'text', 'value', 'message', 'body', 'markdown', 'parts'] as const;
/** As `type` a word must be said of a speaker alone: `request` and `system` are types of much else. */
const typeWords = new Set([
  'user',
  'human',
  'assistant',
  'ai',
  'bot',
  'model',
  'user_message',
  'assistant_message',
  'ai_message',
  'human_message',
]);

/** Keys of messages that are read here; others are counted as drift. */
export const likelyKeys: readonly string[] = [
  ...roleKeys,
  ...personKeys,
  ...textKeys,
  'type',
  'date',
  'time',
  'createdAt',
  'uuid',
  'message_id',
  'title',
];

/** Null: this is no message. */
export function likelyMessage(value: unknown): Likely | null {
  if (!isObject(value)) return null;
  const role = roleIn(value);
  if (role === null) return null;
  for (const key of textKeys) {
    const content = wordsIn(value[key]);
    if (content !== null) return { role, content };
  }
  return Array.isArray(value['tool_calls']) ? { role, content: null } : null;
}

function roleIn(value: JsonObject): string | null {
  for (const key of roleKeys) {
    const said = value[key];
    const word = isObject(said) ? (textOf(said['role']) ?? textOf(said['name']) ?? textOf(said['type'])) : textOf(said);
    if (speakerOf(word) !== null) return word;
  }
  for (const key of personKeys) if (typeof value[key] === 'boolean') return value[key] ? 'user' : 'assistant';
  const inner = value['message'];
  if (isObject(inner) && speakerOf(inner['role']) !== null) return textOf(inner['role']);
  const type = textOf(value['type'])?.toLowerCase();
  return type !== undefined && typeWords.has(type) ? type.replace('_message', '') : null;
}

function wordsIn(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.some((item) => typeof item === 'string' || isObject(item)) ? value : null;
  if (!isObject(value)) return null;
  for (const key of ['content', 'text', 'parts', 'value']) {
    const inner = value[key];
    if (typeof inner === 'string' || Array.isArray(inner)) return inner;
  }
  return null;
}

const listKeys =
  'messages conversation conversations chat history dialog dialogue turns thread transcript log chat_history chatHistory'.split(
    ' ',
  );

/** The messages of an object, up to one object further down. Null: it has none. */
export function messagesIn(
  value: unknown,
  test = isDialogue,
): { readonly key: string; readonly messages: readonly unknown[] } | null {
  if (!isObject(value)) return null;
  for (const key of listKeys) {
    const list = value[key];
    if (test(list)) return { key, messages: list };
  }
  for (const key of [...listKeys, 'data']) {
    const inner = value[key];
    if (!isObject(inner)) continue;
    for (const innerKey of listKeys) {
      const list = inner[innerKey];
      if (test(list)) return { key: `${key}.${innerKey}`, messages: list };
    }
  }
  return null;
}

/** Of a file that is known to hold conversations: a list with at least one message, or with nothing at all. */
export function isLeft(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && (value.length === 0 || value.some((item) => likelyMessage(item) !== null));
}

/** Most of it looks like messages, and a person is among those who speak: settings and lists of strings have none. */
export function isDialogue(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value)) return false;
  const seen = value.slice(0, 10);
  const likely = seen.flatMap((item) => likelyMessage(item) ?? []);
  const roles = new Set(likely.map(({ role }) => speakerOf(role)?.role));
  return likely.length * 2 > seen.length && roles.has('user') && (roles.size > 1 || likely.length === 1);
}

/** A task and its answer, as collections for training have them. */
export interface Pair {
  readonly said: readonly string[];
  readonly answered: string;
}

const pairKeys = [
  ['instruction', 'output'],
  ['instruction', 'response'],
  ['prompt', 'completion'],
  ['prompt', 'response'],
  ['question', 'answer'],
] as const;

/** Alpaca’s `instruction`, `input` and `output`, and its relatives. Null: it is none. Source: formats §8.12. */
export function pairIn(value: unknown): Pair | null {
  if (!isObject(value)) return null;
  for (const [asked, given] of pairKeys) {
    const said = textOf(value[asked]);
    const answered = textOf(value[given]);
    if (said === null || answered === null) continue;
    const input = asked === 'instruction' ? textOf(value['input']) : null;
    return { said: input === null ? [said] : [said, input], answered };
  }
  return null;
}

/** By which conversation a message of a flat list belongs to; null when it does not say. */
export function groupOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  for (const key of [
    'conversation_id',
    'conversationId',
    'session_id',
    'sessionId',
    'chat_id',
    'chatId',
    'thread_id',
    'threadId',
  ]) {
    const id = value[key];
    if (typeof id === 'string' && id !== '') return id;
    if (typeof id === 'number') return String(id);
  }
  return null;
}
