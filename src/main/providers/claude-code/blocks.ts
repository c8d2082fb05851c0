import { arrayOf, isObject, jsonOf, type JsonObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import { decodeBase64 } from '../reading/base64.ts';
import { mimeOf } from '../reading/mime.ts';
import type { BodyContext } from './draft.ts';

/** Parts and attachments as they are found, with ids that depend on the record and the order of its blocks alone. */
export class PartList {
  readonly parts: Part[] = [];
  readonly attachments: ParsedAttachment[] = [];
  readonly #context: BodyContext;
  #calls = 0;

  constructor(context: BodyContext) {
    this.#context = context;
  }

  /** A block of an assistant's content. */
  assistant(block: unknown): void {
    if (typeof block === 'string') {
      this.parts.push({ type: 'text', text: block });
      return;
    }
    const data = objectOf(block);
    const type = stringOf(data['type']) ?? '';
    switch (type) {
      case 'text':
        this.parts.push({ type: 'text', text: stringOf(data['text']) ?? '' });
        for (const citation of arrayOf(data['citations'])) this.#citation(citation);
        return;
      case 'thinking':
        this.parts.push({ type: 'thinking', text: stringOf(data['thinking']) ?? '' });
        return;
      case 'redacted_thinking':
        this.parts.push({ type: 'thinking', text: '' });
        return;
      case 'tool_use':
      case 'server_tool_use':
      case 'mcp_tool_use':
        this.call(data);
        return;
      default:
        if (type.endsWith('_tool_result')) this.#serverResult(data);
        else this.media(block, type);
    }
  }

  /** A tool call; `description` in its input is what the program shows on its card. */
  call(data: JsonObject): void {
    const input = data['input'];
    const description = isObject(input) ? textOf(input['description']) : null;
    const callId = textOf(data['id']) ?? this.#context.anonymousCall(this.#calls++);
    const name = stringOf(data['name']) ?? '';
    const title = description !== null && description.length <= 200 ? { title: description } : {};
    this.parts.push({ type: 'tool-call', callId, name, input: jsonOf(input), ...title });
  }

  /** An image or document; anything else is kept as it is. */
  media(block: unknown, type: string): void {
    const source = isObject(block) ? objectOf(block['source']) : {};
    if (type === 'image') {
      const stored = this.#store(source, null);
      this.parts.push({ type: 'image', attachment: stored.nativeId, name: stored.name, mime: stored.mime });
    } else if (type === 'document') {
      const title = isObject(block) ? textOf(block['title']) : null;
      const stored = this.#store(source, title);
      const text = source['type'] === 'text' ? stringOf(source['data']) : null;
      const file = { type: 'file' as const, attachment: stored.nativeId, name: stored.name, mime: stored.mime };
      this.parts.push(text === null ? file : { ...file, text });
    } else {
      this.unknown(type === '' ? 'block' : type, block);
    }
  }

  unknown(kind: string, data: unknown): void {
    this.#context.drift('content.type', kind, data);
    this.parts.push({ type: 'unknown', kind, data: jsonOf(data) });
  }

  /** Adds bytes the bundle holds in an entry of its own. */
  file(entry: string, name: string, text?: string): void {
    const nativeId = this.#nextAttachment();
    this.attachments.push({ nativeId, name, mime: mimeOf(name), size: null, entry });
    const part = { type: 'file' as const, attachment: nativeId, name, mime: mimeOf(name) };
    this.parts.push(text === undefined ? part : { ...part, text });
  }

  /** A file that was shown to the model: its text, and no bytes. */
  shownFile(name: string | null, text: string | null): void {
    const nativeId = this.#nextAttachment();
    this.attachments.push({ nativeId, name, mime: mimeOf(name), size: null });
    const part = { type: 'file' as const, attachment: nativeId, name, mime: mimeOf(name) };
    this.parts.push(text === null ? part : { ...part, text });
  }

  #store(source: JsonObject, title: string | null): ParsedAttachment {
    const nativeId = this.#nextAttachment();
    const mime = textOf(source['media_type']);
    const data = source['type'] === 'text' ? null : textOf(source['data']);
    const bytes = data === null ? null : decodeBase64(data);
    const name = title ?? textOf(source['url']);
    const attachment =
      bytes === null ? { nativeId, name, mime, size: null } : { nativeId, name, mime, size: bytes.length, bytes };
    this.attachments.push(attachment);
    return attachment;
  }

  #nextAttachment(): string {
    return `${this.#context.id}/${this.attachments.length}`;
  }

  #citation(citation: unknown): void {
    if (!isObject(citation)) return;
    const url = textOf(citation['url']);
    const title = textOf(citation['title']) ?? textOf(citation['document_title']);
    const text = textOf(citation['cited_text']);
    if (url === null && title === null && text === null) return;
    this.parts.push(text === null ? { type: 'citation', url, title } : { type: 'citation', url, title, text });
  }

  /** The result of a tool that ran at the provider, inside the assistant's own message. */
  #serverResult(data: JsonObject): void {
    const callId = textOf(data['tool_use_id']) ?? this.#context.answeredCall();
    const content = data['content'];
    const failed = isObject(content) && (stringOf(content['type']) ?? '').endsWith('_error');
    const found = Array.isArray(content) ? content.map(foundText).filter((text) => text !== '') : [];
    const text = failed ? (textOf(content['error_code']) ?? 'error') : found.join('\n');
    this.parts.push({ type: 'tool-result', callId, text, outcome: failed ? 'error' : 'unknown' });
  }
}

function foundText(item: unknown): string {
  if (!isObject(item)) return '';
  const title = textOf(item['title']);
  const url = textOf(item['url']);
  if (title !== null && url !== null) return `${title} ${url}`;
  return title ?? url ?? textOf(item['text']) ?? '';
}
