import { arrayOf, isObject, jsonOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { ImagePart, FilePart, Part } from '../../../shared/model.ts';
import { decodeBase64 } from './base64.ts';
import { derivedId } from './derived-id.ts';
import type { DriftCounter } from './drift.ts';
import { rawOf } from './json-record.ts';
import { jsonInText } from './json-text.ts';
import type { FoundFile, MessageList } from './message-list.ts';

/** Where the parts of a message go to. */
export interface BlockPlace {
  readonly list: MessageList;
  /** Native id of the message. */
  readonly message: string;
  readonly drift: DriftCounter;
}

/**
 * The parts of a message's `content` as the APIs of OpenAI (Chat Completions and Responses) and Anthropic have it: a text, or blocks.
 * Source: formats §8.12.
 */
export function contentParts(content: unknown, place: BlockPlace): readonly Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (content === null || content === undefined) return [];
  if (!Array.isArray(content)) return isObject(content) ? blockParts(content, place) : [unknown('content', content, place)];
  const parts: Part[] = [];
  for (const block of content) {
    if (typeof block === 'string') parts.push({ type: 'text', text: block });
    else if (isObject(block)) for (const part of blockParts(block, place)) parts.push(part);
    else if (block !== null) parts.push(unknown('block', block, place));
  }
  return parts;
}

function blockParts(block: JsonObject, place: BlockPlace): readonly Part[] {
  const type = textOf(block['type']);
  switch (type) {
    case null:
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'refusal': {
      const text = stringOf(block['text']) ?? stringOf(block['refusal']) ?? (type === null ? null : stringOf(block['content']));
      if (text === null) break;
      const cited = [...arrayOf(block['citations']), ...arrayOf(block['annotations'])].flatMap(citationOf);
      return [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...cited];
    }
    case 'thinking':
    case 'reasoning':
      return [{ type: 'thinking', text: textOf(block['thinking']) ?? textOf(block['text']) ?? textOf(block['reasoning']) ?? '' }];
    case 'redacted_thinking':
      return [{ type: 'thinking', text: '' }];
    case 'image_url':
    case 'input_image':
    case 'image':
    case 'video_url':
    case 'audio_url':
    case 'input_audio':
    case 'audio':
    case 'file':
    case 'input_file':
    case 'document': {
      const file = fileOf(block, type);
      if (file === null) break;
      return [shown(place.list.file(place.message, file), type)];
    }
    case 'tool_use':
    case 'server_tool_use': {
      const name = textOf(block['name']) ?? 'tool';
      return [{ type: 'tool-call', callId: textOf(block['id']) ?? callIdOf(place, block), name, input: jsonOf(block['input']) }];
    }
    case 'tool_result': {
      const stated = block['is_error'];
      const outcome = stated === true ? 'error' : stated === false ? 'ok' : 'unknown';
      const inside = contentParts(block['content'], place);
      const text = inside.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
      const callId = textOf(block['tool_use_id']) ?? callIdOf(place, block);
      return [{ type: 'tool-result', callId, text, outcome }, ...inside.filter((part) => part.type !== 'text')];
    }
  }
  return [unknown(type ?? 'block', block, place)];
}

/** An image block shows an image even where nothing says of which kind. */
function shown(part: ImagePart | FilePart, type: string): Part {
  if (part.type === 'image' || !type.includes('image')) return part;
  return { type: 'image', attachment: part.attachment, name: part.name, mime: part.mime };
}

/** What a block for an image, sound, film or document holds or points to; null when that is nothing. */
function fileOf(block: JsonObject, type: string): FoundFile | null {
  const inner = block[type] ?? block['image_url'];
  const at = isObject(inner) ? inner : block;
  const source = objectOf(block['source']);
  const url = textOf(inner) ?? textOf(at['url']) ?? textOf(at['file_data']) ?? textOf(at['file_url']) ?? textOf(source['url']);
  const data = textOf(at['data']) ?? (source['type'] === 'base64' ? textOf(source['data']) : null);
  const text = source['type'] === 'text' ? textOf(source['data']) : null;
  const id = textOf(at['file_id']) ?? textOf(source['file_id']);
  const stated = textOf(at['filename']) ?? textOf(at['name']) ?? textOf(block['title']);
  if (url === null && data === null && text === null && id === null && stated === null) return null;
  const format = textOf(at['format']);
  const mime = textOf(source['media_type']) ?? textOf(at['mime_type']) ?? (format === null ? null : `audio/${format}`);
  const name = stated ?? (url === null || url.startsWith('data:') ? id : nameIn(url));
  return { name, mime, url, text, bytes: data === null ? null : decodeBase64(data) };
}

/** The file's name at the end of an address. */
function nameIn(url: string): string {
  const path = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  return (last === '' ? url : last).slice(0, 200);
}

function citationOf(value: unknown): readonly Part[] {
  if (!isObject(value)) return [];
  const at = isObject(value['url_citation']) ? value['url_citation'] : value;
  const url = textOf(at['url']);
  const title = textOf(at['title']) ?? textOf(at['document_title']);
  const text = textOf(at['cited_text']);
  if (url === null && title === null) return [];
  return [{ type: 'citation', url, title, ...(text === null ? {} : { text }) }];
}

/** Calls of `tool_calls` and the older `function_call`. `arguments` is JSON in a string, or, of some servers, JSON. */
export function callParts(message: JsonObject, place: BlockPlace): readonly Part[] {
  const parts: Part[] = [];
  for (const call of arrayOf(message['tool_calls'])) {
    if (!isObject(call)) {
      if (call !== null) parts.push(unknown('tool_call', call, place));
      continue;
    }
    const told = isObject(call['function']) ? call['function'] : isObject(call['custom']) ? call['custom'] : call;
    const name = textOf(told['name']) ?? 'tool';
    const input = told['arguments'] ?? told['parameters'] ?? told['input'];
    parts.push({ type: 'tool-call', callId: textOf(call['id']) ?? callIdOf(place, call), name, input: jsonInText(input) });
  }
  const old = message['function_call'];
  if (isObject(old)) {
    const name = textOf(old['name']) ?? 'function';
    parts.push({ type: 'tool-call', callId: callIdOf(place, old), name, input: jsonInText(old['arguments']) });
  }
  return parts;
}

function callIdOf(place: BlockPlace, call: JsonObject): string {
  return `call-${derivedId(place.message, rawOf(call))}`;
}

function unknown(kind: string, value: unknown, place: BlockPlace): Part {
  place.drift.type('content.type', kind, value);
  return { type: 'unknown', kind, data: jsonOf(value) };
}
