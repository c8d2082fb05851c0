import { arrayOf, isObject, jsonOf, numberOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { AttachmentList } from '../reading/attachment-list.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { jsonInText, readableJson } from '../reading/json-text.ts';
import { idOf } from '../reading/record-reader.ts';
import { SourceList } from '../reading/source-links.ts';
import { foundBy, resolveMarkers } from './search-markers.ts';
import { knownKeys } from './known-keys.ts';

export interface ContentView {
  readonly attachments: AttachmentList;
  readonly drift: DriftCounter;
}

/** Typed parts, else the text; then files, and the pages that searches found. Source: formats §8.10. */
export function messageParts(raw: JsonObject, view: ContentView): readonly Part[] {
  const attached = arrayOf(raw['attachments']).filter(isObject);
  const found = foundBy(attached);
  const sources = new SourceList();
  let spoken = contentParts(raw['content'], view);
  const text = textOf(raw['text']);
  if (text !== null && !spoken.some((part) => part.type === 'text')) spoken = [...spoken, ...textParts(text)];
  const parts: Part[] = [];
  for (const part of spoken)
    parts.push(
      part.type === 'text' ? { ...part, text: resolveMarkers(part.text, found, (source) => sources.add(source)) } : part,
    );
  const shown = new Set(parts.map((part) => (part.type === 'image' || part.type === 'file' ? part.attachment : '')));
  for (const file of [...arrayOf(raw['files']).filter(isObject), ...attached]) {
    if (idOf(file['file_id']) === null && textOf(file['filename']) === null && textOf(file['filepath']) === null) continue;
    const part = filePart(file, view.attachments);
    if (part.type === 'image' || part.type === 'file') {
      if (shown.has(part.attachment)) continue;
      shown.add(part.attachment);
    }
    parts.push(part);
  }
  for (const part of sources.parts()) parts.push(part);
  return parts;
}

/** Before typed parts, thinking stood in the text between `:::thinking` and `:::`. */
function textParts(text: string): readonly Part[] {
  const match = /^:::thinking\n([^]*?)\n:::\n*/.exec(text);
  if (match === null) return [{ type: 'text', text }];
  const rest = text.slice(match[0].length);
  return [{ type: 'thinking', text: (match[1] ?? '').trim() }, ...(rest === '' ? [] : [{ type: 'text', text: rest } as const])];
}

/** The parts of `content`: a text, or a list of typed parts. */
export function contentParts(content: unknown, view: ContentView): readonly Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  const parts: Part[] = [];
  for (const item of arrayOf(content)) {
    if (typeof item === 'string') {
      if (item !== '') parts.push({ type: 'text', text: item });
    } else if (isObject(item)) typedPart(item, view, parts);
  }
  return parts;
}

function typedPart(item: JsonObject, view: ContentView, parts: Part[]): void {
  view.drift.fields(item, knownKeys.part, 'message.content');
  const type = textOf(item['type']) ?? '';
  switch (type) {
    case 'text': {
      const text = valueOf(item['text']);
      if (text !== null && text !== '') parts.push({ type: 'text', text });
      return;
    }
    case 'think': {
      const text = valueOf(item['think']) ?? valueOf(item['text']);
      if (text !== null) parts.push({ type: 'thinking', text });
      return;
    }
    case 'tool_call':
      toolCall(objectOf(item['tool_call']), parts);
      return;
    case 'error': {
      const text = valueOf(item['error']) ?? valueOf(item['text']);
      if (text !== null) parts.push({ type: 'text', text, source: 'injected' });
      return;
    }
    case 'image_file': {
      const file = isObject(item['image_file']) ? item['image_file'] : item;
      parts.push(filePart(file, view.attachments, true));
      return;
    }
    case 'image_url': {
      const url = textOf(item['image_url']) ?? textOf(objectOf(item['image_url'])['url']);
      if (url !== null) parts.push(view.attachments.linked(url, {}, { image: true }));
      return;
    }
    case 'agent_update':
      return;
    default: {
      view.drift.type('message.content.type', type, item);
      const text = valueOf(item['text']);
      if (text !== null && text !== '') parts.push({ type: 'text', text });
      parts.push({ type: 'unknown', kind: type === '' ? 'part' : type, data: jsonOf(item) });
    }
  }
}

/** A text, or the `value` of one. */
function valueOf(value: unknown): string | null {
  return stringOf(value) ?? stringOf(objectOf(value)['value']) ?? stringOf(objectOf(value)['message']);
}

function toolCall(call: JsonObject, parts: Part[]): void {
  const made = objectOf(call['function']);
  const interpreter = objectOf(call['code_interpreter']);
  const name = textOf(call['name']) ?? textOf(made['name']) ?? textOf(call['type']) ?? 'tool';
  const args = call['args'] ?? call['arguments'] ?? made['arguments'] ?? interpreter['input'] ?? null;
  const output = call['output'] ?? made['output'] ?? (Array.isArray(interpreter['outputs']) ? interpreter['outputs'] : null);
  const callId = idOf(call['id']) ?? derivedId('call', name, readableJson(args));
  parts.push({ type: 'tool-call', callId, name, input: jsonInText(args) });
  if (output !== null) parts.push({ type: 'tool-result', callId, text: readableJson(output), outcome: 'unknown' });
}

function filePart(file: JsonObject, attachments: AttachmentList, image = false): Part {
  const path = textOf(file['filepath']) ?? textOf(file['url']);
  const name = textOf(file['filename']) ?? textOf(file['name']);
  const mime = textOf(file['type'])?.includes('/') === true ? textOf(file['type']) : null;
  const size = numberOf(file['bytes']) ?? numberOf(file['size']);
  const shown = { image, width: numberOf(file['width']), height: numberOf(file['height']) };
  if (path?.startsWith('data:') === true) return attachments.linked(path, { name, mime, size }, shown);
  const id = idOf(file['file_id']) ?? path ?? name;
  if (id === null) return { type: 'unknown', kind: 'file', data: jsonOf(file) };
  return attachments.part(id, { name, mime, size }, { ...shown, text: image ? null : textOf(file['text']) });
}
