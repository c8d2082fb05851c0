import { arrayOf, isObject, numberOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import { decodeBase64 } from '../reading/base64.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { mimeOf } from '../reading/mime.ts';
import { knownKeys } from './known-keys.ts';

/** The attachments of one conversation, each once. The export never holds their bytes, at most the text that was extracted. */
export class Attachments {
  readonly #known = new Map<string, ParsedAttachment>();
  readonly #numbers = new Map<string, number>();
  readonly #drift: DriftCounter;

  constructor(drift: DriftCounter) {
    this.#drift = drift;
  }

  list(): readonly ParsedAttachment[] {
    return this.#known.size === 0 ? [] : [...this.#known.values()];
  }

  /** Parts for a message's `attachments` (with extracted text) and `files`; one that is in both is shown once. */
  partsOf(message: JsonObject, messageId: string): readonly Part[] {
    const attachments = arrayOf(message['attachments']);
    const files = [...arrayOf(message['files']), ...arrayOf(message['files_v2'])];
    if (attachments.length === 0 && files.length === 0) return [];
    const parts: Part[] = [];
    const shown = new Set<string>();
    const fileIds = new Map<string, string>();
    for (const file of files) {
      const name = isObject(file) ? textOf(file['file_name']) : null;
      const id = isObject(file) ? fileId(file) : null;
      if (name !== null && id !== null) fileIds.set(name, id);
    }
    for (const item of attachments) {
      if (!isObject(item)) continue;
      this.#drift.fields(item, knownKeys.attachment, 'message.attachments');
      const name = textOf(item['file_name']);
      const text = textOf(item['extracted_content']);
      if (text !== null && isPaste(name)) {
        parts.push({ type: 'text', text, source: 'pasted' });
        continue;
      }
      const id = textOf(item['id']) ?? textOf(item['file_uuid']) ?? (name === null ? null : (fileIds.get(name) ?? null));
      const given = this.#add(
        id ?? this.#freeId(`${messageId}/${name ?? ''}`),
        name,
        typeOf(textOf(item['file_type']), name),
        numberOf(item['file_size']),
      );
      shown.add(given.nativeId);
      parts.push(partOf(given, false, text));
    }
    for (const item of files) {
      if (!isObject(item)) continue;
      this.#drift.fields(item, knownKeys.file, 'message.files');
      const name = textOf(item['file_name']);
      const id = fileId(item) ?? this.#freeId(`${messageId}/${name ?? ''}`);
      if (shown.has(id)) continue;
      shown.add(id);
      const size = numberOf(item['size_bytes']) ?? numberOf(item['file_size']);
      const isImage = item['file_kind'] === 'image';
      parts.push(partOf(this.#add(id, name, typeOf(textOf(item['file_type']), name), size), isImage));
    }
    return parts;
  }

  /** An `image`, `document` or `local_resource` block; null when it names nothing. */
  block(block: JsonObject, messageId: string): Part | null {
    const source = objectOf(block['source']);
    const name = textOf(block['name']) ?? textOf(block['file_name']) ?? textOf(block['title']);
    const mime = textOf(block['mime_type']) ?? textOf(source['media_type']) ?? typeOf(null, name);
    const data = textOf(source['data']);
    const bytes = data === null || source['type'] === 'text' ? null : decodeBase64(data);
    const id =
      fileId(block) ??
      fileId(source) ??
      textOf(block['file_path']) ??
      (bytes === null && name === null ? null : this.#freeId(`${messageId}/${name ?? ''}`));
    if (id === null) return null;
    const text = source['type'] === 'text' ? data : null;
    const given = this.#add(id, name, mime, bytes?.length ?? null, bytes);
    return partOf(given, block['type'] === 'image', text);
  }

  #add(
    id: string,
    name: string | null,
    mime: string | null,
    size: number | null,
    bytes: Uint8Array | null = null,
  ): ParsedAttachment {
    const known = this.#known.get(id);
    const held = known?.bytes ?? bytes;
    const attachment: ParsedAttachment = {
      nativeId: id,
      name: known?.name ?? name,
      mime: known?.mime ?? mime,
      size: known?.size ?? size,
      ...(held === null ? {} : { bytes: held }),
    };
    this.#known.set(id, attachment);
    return attachment;
  }

  /** For what has no id: its message and its name, and a number for a second one of that name. */
  #freeId(wanted: string): string {
    let id = wanted;
    let number = this.#numbers.get(wanted) ?? 1;
    while (this.#known.has(id)) id = `${wanted}#${++number}`;
    this.#numbers.set(wanted, number);
    return id;
  }
}

function partOf({ nativeId, name, mime }: ParsedAttachment, isImage: boolean, text: string | null = null): Part {
  if (text !== null) return { type: 'file', attachment: nativeId, name, mime, text };
  return { type: isImage || mime?.startsWith('image/') === true ? 'image' : 'file', attachment: nativeId, name, mime };
}

function fileId(file: JsonObject): string | null {
  return textOf(file['file_uuid']) ?? textOf(file['uuid']);
}

/** Text pasted into the box becomes an attachment without a name, or with a made-up one. */
function isPaste(name: string | null): boolean {
  return name === null || /^paste(?:d[-_ ]?text)?(?:[-_ ]?\d+)?\.txt$/i.test(name);
}

/** `file_type` is a MIME type or an ending. */
function typeOf(stated: string | null, name: string | null): string | null {
  if (stated?.includes('/') === true) return stated;
  return mimeOf(name) ?? (stated === null ? null : mimeOf(`.${stated}`));
}
