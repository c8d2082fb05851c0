import { arrayOf, isObject, jsonOf, numberOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { ArtifactPart, Json, Part, Role } from '../../../shared/model.ts';
import type { AttachmentList } from '../reading/attachment-list.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { jsonInText, readableJson } from '../reading/json-text.ts';
import { idOf } from '../reading/record-reader.ts';
import { SourceList, spacedLinks, type CitedSource } from '../reading/source-links.ts';
import type { HeldFile } from './gather.ts';
import { knownKeys } from './known-keys.ts';

export interface MessageView {
  readonly id: string;
  readonly role: Role;
  readonly attachments: AttachmentList;
  readonly canvases: Canvases;
  readonly drift: DriftCounter;
  readonly file: (name: string) => HeldFile | null;
}

/** Chunks, else `content`, which repeats their text; then canvases, quotes and files. Source: formats §8.3. */
export function messageParts(raw: JsonObject, view: MessageView): readonly Part[] {
  const writer = new Writer(view, pagesIn(raw));
  const chunks = arrayOf(raw['contentChunks']);
  for (const [index, chunk] of chunks.entries()) writer.chunk(chunk, index);
  const content = textOf(raw['content']);
  if (content !== null && !writer.said) writer.text(content);
  for (const canvas of arrayOf(raw['canvas'])) {
    const part = view.canvases.read(canvas);
    writer.parts.push(part ?? { type: 'unknown', kind: 'canvas', data: jsonOf(canvas) });
  }
  for (const quote of arrayOf(raw['quotes'])) {
    const text = textOf(quote) ?? (isObject(quote) ? (textOf(quote['text']) ?? textOf(quote['content'])) : null);
    if (text === null) writer.parts.push({ type: 'unknown', kind: 'quote', data: jsonOf(quote) });
    else writer.parts.push({ type: 'text', text, source: 'pasted' });
  }
  for (const file of arrayOf(raw['files'])) {
    const name = textOf(file) ?? (isObject(file) ? textOf(file['name']) : null);
    if (name === null) {
      writer.parts.push({ type: 'unknown', kind: 'file', data: jsonOf(file) });
      continue;
    }
    const held = view.file(name);
    writer.parts.push(
      view.attachments.part(
        name,
        { name, size: held?.size ?? null, entry: held?.entry ?? null },
        { image: objectOf(file)['type'] === 'image' },
      ),
    );
  }
  for (const part of writer.sources.parts()) writer.parts.push(part);
  return writer.parts;
}

class Writer {
  readonly parts: Part[] = [];
  readonly sources = new SourceList();
  /** A chunk has said something: `content` would say it again. */
  said = false;
  readonly #view: MessageView;
  readonly #pages: ReadonlyMap<string, CitedSource>;

  constructor(view: MessageView, pages: ReadonlyMap<string, CitedSource>) {
    this.#view = view;
    this.#pages = pages;
  }

  /** Texts that follow each other are one: references stand between them. */
  text(text: string): void {
    const last = this.parts.at(-1);
    if (this.said && last?.type === 'text') this.parts[this.parts.length - 1] = { type: 'text', text: last.text + text };
    else this.parts.push({ type: 'text', text });
    this.said = true;
  }

  chunk(chunk: unknown, index: number): void {
    if (typeof chunk === 'string') {
      if (chunk !== '') this.text(chunk);
      return;
    }
    if (!isObject(chunk)) return;
    this.#view.drift.fields(chunk, knownKeys.chunk, 'message.contentChunks');
    const type = textOf(chunk['type']) ?? '';
    switch (type) {
      case 'text': {
        const text = textOf(chunk['text']);
        if (text !== null) this.text(text);
        return;
      }
      case 'thinking': {
        const { thinking } = chunk;
        const inner = arrayOf(thinking).map((item) => textOf(objectOf(item)['text']) ?? '');
        this.parts.push({ type: 'thinking', text: stringOf(thinking) ?? textOf(chunk['text']) ?? inner.join('') });
        return;
      }
      case 'tool_call':
        this.#call(chunk, index);
        return;
      case 'reference':
        this.#reference(arrayOf(chunk['referenceIds']));
        return;
      case 'image_url': {
        const url =
          textOf(chunk['imageUrl']) ?? textOf(objectOf(chunk['imageUrl'])['url']) ?? textOf(objectOf(chunk['image_url'])['url']);
        if (url !== null) this.parts.push(this.#view.attachments.linked(url, {}, { image: true }));
        else this.parts.push({ type: 'unknown', kind: type, data: jsonOf(chunk) });
        return;
      }
      case 'custom_element':
        this.parts.push({ type: 'unknown', kind: type, data: jsonOf(chunk) });
        return;
      default: {
        this.#view.drift.type('message.contentChunks.type', type, chunk);
        const text = textOf(chunk['text']);
        if (text !== null) this.text(text);
        this.parts.push({ type: 'unknown', kind: type === '' ? 'chunk' : type, data: jsonOf(chunk) });
      }
    }
  }

  #call(chunk: JsonObject, index: number): void {
    const name = textOf(chunk['name']) ?? textOf(chunk['toolType']) ?? 'tool';
    const callId = idOf(chunk['id']) ?? derivedId(this.#view.id, name, index, numberOf(chunk['startTime']));
    this.parts.push({ type: 'tool-call', callId, name, input: jsonInText(chunk['publicArguments'] ?? null) });
    const { success, publicResult } = chunk;
    const text = readableJson(typeof publicResult === 'string' ? publicResult : (publicResult ?? null));
    if (text === '' && typeof success !== 'boolean') return;
    const pages = foundIn(publicResult);
    const details: Json | null =
      pages.length === 0 ? null : { links: pages.slice(0, 100).map(({ url, title }) => ({ url, title })) };
    this.parts.push({
      type: 'tool-result',
      callId,
      text,
      outcome: success === true ? 'ok' : success === false ? 'error' : 'unknown',
      ...(details === null ? {} : { details }),
    });
  }

  #reference(ids: readonly unknown[]): void {
    const found = ids.map((id) => this.#pages.get(String(id))).filter((page) => page !== undefined);
    for (const page of found) this.sources.add(page);
    const linked = found.filter(({ url }) => url !== null);
    if (linked.length === 0) return;
    const last = this.parts.at(-1);
    this.text(spacedLinks(linked, last?.type === 'text' ? last.text.slice(-1) : ''));
  }
}

/** What the numbers of references stand for: pages in the results of tools, by the number each says, else by its place. */
function pagesIn(raw: JsonObject): ReadonlyMap<string, CitedSource> {
  const pages = new Map<string, CitedSource>();
  let place = 0;
  for (const chunk of arrayOf(raw['contentChunks'])) {
    if (!isObject(chunk) || chunk['type'] !== 'tool_call') continue;
    for (const page of foundIn(chunk['publicResult'])) {
      const key = page.number ?? String(place);
      place++;
      if (!pages.has(key)) pages.set(key, page);
    }
  }
  return pages;
}

interface FoundPage extends CitedSource {
  readonly number: string | null;
}

/** The pages that a tool's result names, a few levels deep: its shape is the tool's own. */
function foundIn(result: unknown): readonly FoundPage[] {
  const pages: FoundPage[] = [];
  const value: unknown = typeof result === 'string' ? jsonInText(result) : result;
  const look = (item: unknown, depth: number, key: string | null): void => {
    if (pages.length >= 1000 || depth > 4) return;
    if (Array.isArray(item)) {
      for (const inner of item) look(inner, depth + 1, null);
    } else if (isObject(item)) {
      const url = textOf(item['url']) ?? textOf(item['link']);
      if (url === null) {
        for (const [name, inner] of Object.entries(item)) look(inner, depth + 1, name);
        return;
      }
      const title = textOf(item['title']) ?? textOf(item['name']);
      const text = textOf(item['snippet']) ?? textOf(item['description']);
      const number = idOf(item['referenceId']) ?? idOf(item['reference_id']) ?? idOf(item['index']) ?? idOf(item['id']);
      pages.push({ url, title, text, number: number ?? (key !== null && /^\d+$/.test(key) ? key : null) });
    }
  };
  look(value, 0, null);
  return pages;
}

/** The canvases of one chat: the same one again is its next version. */
export class Canvases {
  readonly #versions = new Map<string, number>();

  read(value: unknown): ArtifactPart | null {
    if (!isObject(value)) return null;
    const text = stringOf(value['content']) ?? stringOf(value['text']);
    const title = textOf(value['title']) ?? textOf(value['name']);
    const artifact = idOf(value['canvasId']) ?? idOf(value['id']) ?? title;
    if (text === null || artifact === null) return null;
    const version = (this.#versions.get(artifact) ?? 0) + 1;
    this.#versions.set(artifact, version);
    const stated = textOf(value['type']) ?? textOf(value['mimeType']) ?? textOf(value['format']);
    const language = textOf(value['language']);
    const kind = stated?.includes('/') === true ? stated : language === null ? 'text/markdown' : `code/${language}`;
    return { type: 'artifact', artifact, title, kind, language, version, text, action: version === 1 ? 'create' : 'rewrite' };
  }
}
