import { arrayOf, isObject, jsonOf, numberOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Part, Role } from '../../../shared/model.ts';
import type { AttachmentList } from '../reading/attachment-list.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { idOf } from '../reading/record-reader.ts';
import { linkNumbers, SourceList } from '../reading/source-links.ts';
import { runResult, splitDetails } from './details.ts';
import { outputParts } from './output.ts';
import { numberedSources } from './sources.ts';

export interface MessageView {
  readonly role: Role;
  readonly attachments: AttachmentList;
  readonly drift: DriftCounter;
}

/** Searches, then what was thought, called and said, then errors, files and sources. Source: formats §8.9. */
export function messageParts(raw: JsonObject, view: MessageView): readonly Part[] {
  const parts: Part[] = [];
  const sources = numberedSources(raw);
  searches(raw, parts);
  for (const part of spokenParts(raw, view))
    parts.push(
      part.type === 'text' && view.role === 'assistant'
        ? { ...part, text: linkNumbers(part.text, /\[(\d{1,3})\]/, (number) => sources[number - 1] ?? null) }
        : part,
    );
  for (const run of arrayOf(raw['code_executions'])) if (isObject(run)) codeRun(run, parts);
  const merged = textOf(objectOf(raw['merged'])['content']);
  if (merged !== null) parts.push({ type: 'text', text: merged });
  const error = errorOf(raw['error']);
  if (error !== null) parts.push({ type: 'text', text: error, source: 'injected' });
  for (const file of arrayOf(raw['files'])) parts.push(filePart(file, view.attachments));
  for (const url of arrayOf(raw['images']))
    if (typeof url === 'string' && url !== '') parts.push(view.attachments.linked(url, {}, { image: true }));
  const list = new SourceList();
  for (const source of sources) list.add(source);
  for (const part of list.parts()) parts.push(part);
  return parts;
}

function spokenParts(raw: JsonObject, view: MessageView): readonly Part[] {
  const output = arrayOf(raw['output']);
  if (output.length > 0) {
    const parts = outputParts(output, view.drift);
    if (parts.length > 0) return parts;
  }
  const { content } = raw;
  const parts: Part[] = [];
  const reasoning = textOf(raw['reasoning_content']) ?? textOf(raw['reasoning']);
  if (reasoning !== null) parts.push({ type: 'thinking', text: reasoning });
  if (typeof content === 'string') {
    if (view.role !== 'assistant') return content === '' ? parts : [...parts, { type: 'text', text: content }];
    return [...parts, ...splitDetails(content)];
  }
  for (const piece of Array.isArray(content) ? content : content === null || content === undefined ? [] : [content]) {
    const text = textOf(piece) ?? (isObject(piece) ? textOf(piece['text']) : null);
    const image = isObject(piece) ? (textOf(piece['image_url']) ?? textOf(objectOf(piece['image_url'])['url'])) : null;
    if (text !== null) parts.push({ type: 'text', text });
    else if (image !== null) parts.push(view.attachments.linked(image, {}, { image: true }));
    else if (piece !== '' && piece !== null) {
      view.drift.type('message.content', isObject(piece) ? (textOf(piece['type']) ?? 'content') : typeof piece, piece);
      parts.push({ type: 'unknown', kind: 'content', data: jsonOf(piece) });
    }
  }
  return parts;
}

/** What the page showed while it searched: one call with all that was looked for, and the addresses it found. */
function searches(raw: JsonObject, parts: Part[]): void {
  const queries = new Set<string>();
  const links = new Map<string, Json>();
  for (const status of [...arrayOf(raw['statusHistory']), raw['status']]) {
    if (
      !isObject(status) ||
      !/web_search|search_queries|queries_generated|sources_retrieved/.test(textOf(status['action']) ?? '')
    )
      continue;
    for (const query of [...arrayOf(status['queries']), status['query']])
      if (typeof query === 'string' && query !== '') queries.add(query);
    for (const url of arrayOf(status['urls'])) if (typeof url === 'string') links.set(url, { title: null, url });
    for (const item of arrayOf(status['items'])) {
      const url = isObject(item) ? (textOf(item['link']) ?? textOf(item['url'])) : null;
      if (isObject(item) && url !== null) links.set(url, { title: textOf(item['title']), url });
    }
  }
  if (queries.size + links.size === 0) return;
  const callId = derivedId('search', ...queries, ...links.keys());
  parts.push({ type: 'tool-call', callId, name: 'web_search', input: { queries: [...queries] } });
  if (links.size > 0)
    parts.push({
      type: 'tool-result',
      callId,
      text: [...links.keys()].join('\n'),
      outcome: 'unknown',
      details: { links: [...links.values()].slice(0, 100) },
    });
}

function codeRun(run: JsonObject, parts: Part[]): void {
  const code = textOf(run['code']);
  if (code === null) return;
  const callId = idOf(run['id']) ?? idOf(run['uuid']) ?? derivedId('code', code);
  const language = textOf(run['language']);
  parts.push({ type: 'tool-call', callId, name: 'code_execution', input: { code, ...(language === null ? {} : { language }) } });
  if (isObject(run['result'])) parts.push(runResult(callId, run['result']));
}

function errorOf(error: unknown): string | null {
  const inner = objectOf(error);
  return textOf(error) ?? textOf(inner['content']) ?? textOf(inner['message']) ?? textOf(inner['detail']);
}

function filePart(value: unknown, attachments: AttachmentList): Part {
  const file = objectOf(value);
  const inner = objectOf(file['file']);
  const meta = objectOf(inner['meta']);
  const type = textOf(file['type']);
  const url = textOf(file['url']) ?? textOf(value);
  const name =
    textOf(file['name']) ?? textOf(file['title']) ?? textOf(meta['name']) ?? textOf(inner['filename']) ?? textOf(inner['name']);
  const mime = textOf(file['content_type']) ?? textOf(meta['content_type']);
  const size = numberOf(file['size']) ?? numberOf(meta['size']);
  const image = type === 'image' || mime?.startsWith('image/') === true;
  if (url?.startsWith('data:') === true) return attachments.linked(url, { name, mime }, { image });
  const id = idOf(file['id']) ?? idOf(inner['id']) ?? url ?? name;
  if (id === null) return { type: 'unknown', kind: type ?? 'file', data: jsonOf(value) };
  const text = textOf(objectOf(inner['data'])['content']) ?? textOf(file['content']);
  return attachments.part(id, { name, mime, size }, { image, text: image ? null : text });
}
