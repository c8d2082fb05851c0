import { arrayOf, isObject, jsonOf, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part, Role, ThinkingPart } from '../../../shared/model.ts';
import type { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { parsedText } from '../reading/json-text.ts';
import { SourceList, type CitedSource } from '../reading/source-links.ts';
import { splitArtifacts } from './artifacts.ts';
import type { Asset } from './gather.ts';
import { cardsOf, renderCards } from './cards.ts';
import { readSteps, splitToolCards } from './steps.ts';

export interface ResponseView {
  readonly role: Role;
  readonly attachments: AttachmentList;
  readonly drift: DriftCounter;
  readonly asset: (id: string) => Asset | null;
}

/** The parts of a message: thinking and tools, then what was said, then what was attached and what it rests on. Source: formats §8.1. */
export function responseParts(raw: JsonObject, view: ResponseView): readonly Part[] {
  const parts: Part[] = [];
  if (view.role === 'assistant') thinking(raw, view, parts);
  const cited = arrayOf(raw['cited_web_search_results']).filter(isObject);
  const found = arrayOf(raw['web_search_results']).filter(isObject);
  const sources = new SourceList();
  const text = textOf(raw['message']);
  if (text !== null && view.role === 'assistant') {
    const titles = new Map([...found, ...cited].map((page) => [textOf(page['url']) ?? '', textOf(page['title'])]));
    const rendered = renderCards(text, cardsOf(raw['card_attachments_json'], titles), {
      cite: (source) => sources.add(source),
      image: (path, alt) => parts.push(imageAt(path, view, alt)),
    });
    for (const part of splitArtifacts(rendered)) parts.push(part);
  } else if (text !== null) parts.push({ type: 'text', text });
  const error = textOf(raw['error']) ?? textOf(objectOf(raw['error'])['message']);
  if (error !== null) parts.push({ type: 'text', text: error, source: 'injected' });
  attached(raw, view, parts);
  // Pages that were found and not cited count as sources where nothing says which were cited.
  for (const page of cited.length > 0 ? cited : found) sources.add(pageOf(page));
  for (const id of arrayOf(raw['xpost_ids']))
    if (typeof id === 'string' && id !== '')
      sources.add({ url: `https://x.com/i/status/${encodeURIComponent(id)}`, title: `Post ${id}` });
  for (const url of arrayOf(raw['webpage_urls'])) if (typeof url === 'string' && url !== '') sources.add({ url, title: null });
  for (const part of sources.parts()) parts.push(part);
  return parts;
}

function pageOf(page: JsonObject): CitedSource {
  return { url: textOf(page['url']), title: textOf(page['title']), text: textOf(page['preview']) };
}

/** The trace, else the summaries of steps; calls of tools stand in both and are told once. */
function thinking(raw: JsonObject, view: ResponseView, parts: Part[]): void {
  const steps = readSteps(raw['steps'], view.drift);
  const told = new Set<string>();
  const start = timeOf(raw['thinking_start_time']);
  const end = timeOf(raw['thinking_end_time']);
  const took = start !== null && end !== null && end > start ? { durationMs: end - start } : {};
  const trace = textOf(raw['thinking_trace']);
  if (trace !== null) {
    const split = splitToolCards(trace);
    if (split.text.trim() !== '') parts.push({ type: 'thinking', text: split.text, ...took });
    if (!steps.some((step) => step.type === 'tool-call')) for (const call of split.calls) parts.push(call);
  }
  for (const item of arrayOf(raw['agent_thinking_traces'])) {
    if (!isObject(item)) continue;
    const text = textOf(item['thinking_trace']);
    const title = textOf(item['agent_id']);
    if (text !== null) parts.push({ type: 'thinking', text: splitToolCards(text).text, ...(title === null ? {} : { title }) });
  }
  let timed = trace !== null;
  for (const step of steps) {
    if (step.type === 'thinking') {
      if (trace !== null) continue;
      const first: ThinkingPart = timed ? step : { ...step, ...took };
      timed = true;
      parts.push(first);
    } else if (step.type !== 'tool-call' || !told.has(step.callId)) {
      if (step.type === 'tool-call') told.add(step.callId);
      parts.push(step);
    }
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

function attached(raw: JsonObject, view: ResponseView, parts: Part[]): void {
  for (const url of arrayOf(raw['generated_image_urls']))
    if (typeof url === 'string' && url !== '') parts.push(imageAt(url, view, textOf(raw['query'])));
  const shown = new Set<string>();
  for (const field of ['image_attachments', 'file_attachments']) {
    for (const item of arrayOf(raw[field])) {
      const about = typeof item === 'string' ? (parsedText(item) ?? item) : item;
      const file = objectOf(about);
      const id =
        textOf(typeof about === 'number' ? String(about) : about) ??
        textOf(file['asset_id']) ??
        textOf(file['fileMetadataId']) ??
        textOf(file['file_id']) ??
        textOf(file['id']) ??
        textOf(file['name']);
      if (id === null) {
        if (about !== null) parts.push({ type: 'unknown', kind: field, data: jsonOf(about) });
        continue;
      }
      if (shown.has(id)) continue;
      shown.add(id);
      const asset = view.asset(id);
      const name =
        textOf(file['file_name']) ?? textOf(file['fileName']) ?? textOf(file['name']) ?? (/\.\w{1,5}$/.test(id) ? id : null);
      const mime = textOf(file['mime_type']) ?? textOf(file['fileMimeType']) ?? asset?.mime ?? null;
      parts.push(
        view.attachments.part(
          id,
          { name, mime, size: asset?.size ?? null, entry: asset?.entry ?? null },
          { image: field === 'image_attachments' },
        ),
      );
    }
  }
}

/** A picture by its address: `users/<user>/generated/<asset>/image.jpg`, or a whole one. */
function imageAt(path: string, view: ResponseView, alt: string | null): Part {
  for (const [id] of path.slice(0, 2000).matchAll(UUID)) {
    const asset = view.asset(id);
    if (asset !== null)
      return view.attachments.part(
        id.toLowerCase(),
        { mime: asset.mime, size: asset.size, entry: asset.entry },
        { image: true, alt },
      );
  }
  return view.attachments.linked(path, {}, { image: true, alt });
}
