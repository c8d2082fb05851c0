import { isObject, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part, Usage } from '../../../shared/model.ts';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { callParts, contentParts } from './content-blocks.ts';
import { derivedId } from './derived-id.ts';
import type { DriftCounter } from './drift.ts';
import { rawOf } from './json-record.ts';
import { MessageList, someoneTalks, toolResult } from './message-list.ts';
import { parsedConversation } from './parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from './record-reader.ts';
import { speakerOf, type Speaker } from './role-words.ts';
import { tokensOf } from './usage.ts';

/** Keys that messages of the APIs have, and what people keep with them. Others are counted as drift. */
const known = new Set(
  `role content name tool_calls tool_call_id function_call reasoning_content reasoning reasoning_details thinking refusal audio annotations id
  model created created_at timestamp type weight usage stop_reason stop_sequence images cache_control index function_call_id`.split(
    /\s+/,
  ),
);

/** One message as a format tells it, laid out as those of the APIs are. */
export interface Line {
  /** The word for the role. */
  readonly role: unknown;
  readonly content: unknown;
  /** The object as it came: ids, times, calls and reasoning are read from it. */
  readonly raw: JsonObject;
}

/** What an answer of an API says beside the message. */
export interface Answered {
  readonly model: string | null;
  readonly createdAt: number | null;
  readonly usage: Usage | null;
}

const silent: Answered = { model: null, createdAt: null, usage: null };

/** Messages with roles, one after the other, as they become a conversation. */
export class Transcript {
  readonly list = new MessageList();
  readonly issues: ParsedIssue[] = [];
  ignored = 0;
  readonly #drift: DriftCounter;
  readonly #known: ReadonlySet<string>;
  /** Names of calls without a result, by id, and the ids by name. */
  readonly #open = new Map<string, string>();
  readonly #openByName = new Map<string, string[]>();
  /** Content up to the first answer: what a conversation without an id is known by. */
  readonly #root: string[] = [];
  #answered = false;

  /** @param more keys of messages that the format has beside those of the APIs */
  constructor(drift: DriftCounter, more: readonly string[] = []) {
    this.#drift = drift;
    this.#known = more.length === 0 ? known : new Set([...known, ...more]);
  }

  /** An id for a conversation without one: the same while the conversation goes on. */
  get rootId(): string {
    return `derived-${derivedId(...this.#root)}`;
  }

  /** Something that belongs to the first message and tells it from others with the same words: pictures. */
  mark(text: string): void {
    if (!this.#answered) this.#root.push(text);
  }

  broken(value: unknown, where: string): void {
    if (value === null || value === undefined) {
      this.ignored++;
      return;
    }
    this.issues.push(brokenMessage(isObject(value) ? 'does not say who wrote it' : 'is no object', where, value));
  }

  /**
   * Adds a message; `parent` when it does not hang on the one before, `extra` are parts that stand beside its content. Null: it was said
   * to be broken.
   */
  add(
    line: Line,
    where: string,
    answer: Answered = silent,
    parent?: string | null,
    extra?: (id: string) => readonly Part[],
  ): string | null {
    const { raw } = line;
    const word = textOf(line.role);
    if (word === null) {
      this.broken(raw, where);
      return null;
    }
    this.#drift.fields(raw, this.#known, 'message');
    let speaker = speakerOf(word);
    if (speaker === null) {
      this.#drift.type('message.role', word, word);
      speaker = { role: 'system', origin: 'injected' };
    }
    const stated = idOf(raw['id']);
    const text = rawOf(raw);
    const id = this.list.unique(stated ?? derivedId(text));
    if (!this.#answered) this.#root.push(speaker.role, typeof line.content === 'string' ? line.content : text);
    if (speaker.role === 'assistant') this.#answered = true;
    const place = { list: this.list, message: id, drift: this.#drift };
    const parts = [
      ...thinkingOf(raw),
      ...contentParts(line.content, place),
      ...(extra?.(id) ?? []),
      ...heardOf(raw, id, this.list),
    ];
    for (const call of callParts(raw, place)) parts.push(call);
    const refusal = textOf(raw['refusal']);
    if (refusal !== null) parts.push({ type: 'text', text: refusal });
    speaker = spoken(speaker, parts);
    const name = textOf(raw['name']);
    for (const part of parts) {
      if (part.type === 'tool-call') this.#opened(part.callId, part.name);
      else if (part.type === 'tool-result') this.#open.delete(part.callId);
    }
    this.list.add({
      nativeId: id,
      ...(parent === undefined ? {} : { parent }),
      role: speaker.role,
      origin: speaker.origin,
      author: name ?? (speakerOf(word) === null ? word : null),
      model: speaker.role === 'assistant' ? (textOf(raw['model']) ?? answer.model) : null,
      createdAt: timesOf(raw).created ?? answer.createdAt,
      usage: answer.usage ?? (speaker.role === 'assistant' ? tokensOf(raw['usage']) : null),
      parts: speaker.role === 'tool' ? this.#results(parts, raw, name, id) : parts,
    });
    return id;
  }

  /** What became of it all: a conversation, where a person or an assistant says something. */
  result(facts: {
    readonly id: string | null;
    readonly title: string | null;
    readonly model: string | null;
    readonly createdAt: number | null;
    readonly updatedAt: number | null;
    readonly activeLeaf?: string | null;
  }): ConversationResult {
    const { issues, list } = this;
    if (!someoneTalks(list.messages)) {
      return { conversation: null, issues, ignoredMessages: this.ignored + list.messages.length };
    }
    const conversation = parsedConversation({
      nativeId: facts.id ?? this.rootId,
      title: facts.title,
      createdAt: facts.createdAt,
      updatedAt: facts.updatedAt,
      model: facts.model,
      activeLeaf: facts.activeLeaf ?? null,
      messages: list.messages,
      attachments: list.attachments,
    });
    return { conversation, issues, ignoredMessages: this.ignored };
  }

  #opened(callId: string, name: string): void {
    this.#open.set(callId, name);
    const same = this.#openByName.get(name);
    if (same === undefined) this.#openByName.set(name, [callId]);
    else same.push(callId);
  }

  /** The text of a tool's message is the result of the call it names, else of the newest open call of that name, else of the oldest. */
  #results(parts: readonly Part[], raw: JsonObject, name: string | null, id: string): readonly Part[] {
    if (parts.some((part) => part.type === 'tool-result')) return parts;
    let callId = textOf(raw['tool_call_id']);
    if (callId === null && name !== null) {
      const same = this.#openByName.get(name) ?? [];
      while (callId === null && same.length > 0) {
        const last = same.pop() ?? null;
        if (last !== null && this.#open.has(last)) callId = last;
      }
    }
    callId ??= this.#open.keys().next().value ?? `call-${id}`;
    this.#open.delete(callId);
    const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
    const result = toolResult(callId, text, 'unknown');
    return [name === null ? result : { ...result, name }, ...parts.filter((part) => part.type !== 'text')];
  }
}

/** A message of role user that holds nothing but results was written by the program. */
function spoken(speaker: Speaker, parts: readonly Part[]): Speaker {
  const results = parts.some((part) => part.type === 'tool-result');
  const words = parts.some((part) => part.type === 'text');
  return speaker.role === 'user' && results && !words ? { role: 'tool', origin: 'tool' } : speaker;
}

function thinkingOf(raw: JsonObject): readonly Part[] {
  const text = textOf(raw['reasoning_content']) ?? textOf(raw['reasoning']) ?? textOf(raw['thinking']);
  if (text !== null) return [{ type: 'thinking', text }];
  const details = raw['reasoning_details'];
  if (!Array.isArray(details)) return [];
  return details
    .filter(isObject)
    .map((detail) => ({ type: 'thinking' as const, text: textOf(detail['text']) ?? textOf(detail['summary']) ?? '' }));
}

/** Speech of an answer, with what was said. */
function heardOf(raw: JsonObject, id: string, list: MessageList): readonly Part[] {
  const audio = raw['audio'];
  if (!isObject(audio)) return [];
  const data = textOf(audio['data']);
  const transcript = textOf(audio['transcript']);
  if (data === null && transcript === null) return [];
  const url = data === null ? null : `data:audio/wav;base64,${data}`;
  return [list.file(id, { name: textOf(audio['id']), mime: 'audio/wav', url, text: transcript })];
}

/** When it was begun and last changed, under the names people use. */
export function timesOf(raw: JsonObject): { readonly created: number | null; readonly updated: number | null } {
  const first = (...names: readonly string[]): number | null => {
    for (const name of names) {
      const time = timeOf(raw[name]);
      if (time !== null) return time;
    }
    return null;
  };
  return {
    created: first('created_at', 'created', 'create_time', 'createdAt', 'timestamp', 'time', 'date'),
    updated: first('updated_at', 'updated', 'update_time', 'updatedAt', 'last_updated'),
  };
}
