import {
  arrayOf,
  isObject,
  jsonOf,
  type JsonObject,
  numberOf,
  objectOf,
  stringOf,
  textOf,
  timeOf,
} from '../../../shared/json.ts';
import type { Outcome, Part } from '../../../shared/model.ts';
import { decodeBase64 } from '../reading/base64.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { MessageList, type Said, toolResult } from '../reading/message-list.ts';
import { promptId, saidParts, typedParts } from './words.ts';

/** Messages made of blocks, as transcripts and `cursor-agent` have them. Source: formats, §8.5. */
export class Talk {
  readonly list = new MessageList();
  readonly #drift: DriftCounter;
  /** Calls without an id of their own, until a result comes. */
  readonly #waiting: { readonly callId: string; readonly name: string }[] = [];
  readonly #names = new Map<string, string>();

  readonly #subagent: boolean;

  /** @param subagent nobody typed the prompts: another agent wrote them */
  constructor(drift: DriftCounter, subagent = false) {
    this.#drift = drift;
    this.#subagent = subagent;
  }

  /** @param native id of the message, where it has one */
  read(role: string, content: unknown, native: string | null, more: Pick<Said, 'model' | 'createdAt'> = {}): void {
    const blocks: readonly unknown[] =
      typeof content === 'string' ? [content] : Array.isArray(content) ? content : isObject(content) ? [content] : [];
    const foreign = role !== 'user';
    const draft = native ?? derivedId('message', role, rawOf(content));
    let owner = foreign ? this.list.unique(draft) : draft;
    const results = blocks.some((block) => isResult(block));
    if (!foreign && !results) owner = this.list.unique(promptId(blocks.flatMap((block) => this.#words(block, role))));
    else if (!foreign) owner = this.list.unique(draft);
    const parts = blocks.flatMap((block) => this.#block(block, role, owner));
    if (parts.length === 0) return;
    const authors = parts.flatMap((part) => (part.type === 'tool-result' ? (this.#names.get(part.callId) ?? []) : []));
    const base = { nativeId: owner, parts, ...more };
    if (results || role === 'tool')
      this.list.add({ ...base, role: 'tool', origin: 'tool', author: authors.length === 1 ? (authors[0] ?? null) : null });
    else if (role === 'assistant') this.list.add({ ...base, role, origin: 'assistant' });
    else if (role === 'user') {
      const typed = parts.some((part) => part.type !== 'text' || part.source === undefined);
      this.list.add({ ...base, role, origin: typed && !this.#subagent ? 'person' : 'injected', hidden: !typed });
    } else
      this.list.add({ ...base, role: 'system', origin: role === 'system' ? 'injected' : 'system', hidden: role === 'system' });
  }

  #words(block: unknown, role: string): readonly Part[] {
    const text =
      typeof block === 'string' ? block : objectOf(block)['type'] === 'text' ? stringOf(objectOf(block)['text']) : null;
    if (text === null || text === '') return [];
    if (role === 'user') return typedParts(text);
    return role === 'assistant' ? saidParts(text) : [{ type: 'text', text, source: 'injected' }];
  }

  #block(block: unknown, role: string, owner: string): readonly Part[] {
    if (typeof block === 'string') return this.#words(block, role);
    const data = objectOf(block);
    const type = stringOf(data['type']) ?? '';
    switch (type) {
      case 'text':
        return this.#words(block, role);
      case 'thinking':
      case 'reasoning':
        return [{ type: 'thinking', text: stringOf(data['thinking']) ?? stringOf(data['text']) ?? '' }];
      case 'redacted-reasoning':
      case 'redacted_thinking':
        return [{ type: 'thinking', text: '' }];
      case 'tool_use':
      case 'tool-call':
        return [this.#call(data, owner)];
      case 'tool_result':
      case 'tool-result':
        return [this.#result(data)];
      case 'image': {
        const source = objectOf(data['source']);
        const encoded = textOf(data['image']) ?? textOf(data['data']) ?? textOf(source['data']);
        const mime = textOf(data['mediaType']) ?? textOf(data['mimeType']) ?? textOf(source['media_type']) ?? 'image/png';
        const url = encoded?.startsWith('data:') === true ? encoded : null;
        return [
          this.list.file(owner, {
            name: null,
            mime,
            url,
            bytes: encoded === null || url !== null ? null : decodeBase64(encoded),
          }),
        ];
      }
    }
    this.#drift.type('content.type', type, block);
    return [{ type: 'unknown', kind: type === '' ? 'block' : type, data: jsonOf(block) }];
  }

  #call(data: JsonObject, owner: string): Part {
    const native = textOf(data['toolCallId']) ?? textOf(data['id']);
    const name = textOf(data['toolName']) ?? textOf(data['name']) ?? '';
    const callId = native ?? this.list.unique(`${owner}/call`);
    this.#names.set(callId, name);
    if (native === null) this.#waiting.push({ callId, name });
    const input = data['args'] ?? data['input'];
    const title = textOf(objectOf(input)['description']);
    const call = { type: 'tool-call' as const, callId, name, input: jsonOf(input) };
    return title === null || title.length > 200 ? call : { ...call, title };
  }

  /** Transcripts number results and not calls: the next call without a result is meant. */
  #result(data: JsonObject): Part {
    const native = textOf(data['toolCallId']) ?? textOf(data['tool_use_id']);
    const known = native !== null && this.#names.has(native);
    const callId = known ? native : (this.#waiting.shift()?.callId ?? native ?? '');
    const value = data['result'] ?? data['content'] ?? data['output'];
    const failed = data['isError'] ?? data['is_error'];
    const outcome: Outcome = typeof failed === 'boolean' ? (failed ? 'error' : 'ok') : 'unknown';
    return toolResult(callId, textOfResult(value), outcome);
  }
}

function isResult(block: unknown): boolean {
  const { type } = objectOf(block);
  return type === 'tool_result' || type === 'tool-result';
}

function textOfResult(value: unknown): string {
  if (typeof value === 'string') return value;
  const texts = arrayOf(value).flatMap((item) => (typeof item === 'string' ? item : (stringOf(objectOf(item)['text']) ?? [])));
  if (texts.length > 0) return texts.join('\n');
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0) ? '' : rawOf(value);
}

/** Facts of a message of `cursor-agent`. */
export function factsOf(message: JsonObject): Pick<Said, 'model' | 'createdAt'> {
  const options = objectOf(objectOf(message['providerOptions'])['cursor']);
  const model = textOf(options['modelName']);
  return {
    createdAt: timeOf(message['createdAt']) ?? (numberOf(options['createdAt']) === null ? null : timeOf(options['createdAt'])),
    model,
  };
}
