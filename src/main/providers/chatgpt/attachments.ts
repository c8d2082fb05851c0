import { arrayOf, isObject, numberOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { FilePart, ImagePart, Part } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import { mimeOf } from '../reading/mime.ts';
import type { Assets } from './assets.ts';
import { baseOf } from './beside.ts';

/** What a message says of a file. */
interface Mention {
  readonly name?: string | null;
  readonly mime?: string | null;
  readonly size?: number | null;
}

/** The attachments of one conversation, each once, with all that was said about it anywhere. */
export class Attachments {
  readonly #assets: Assets;
  readonly #known = new Map<string, ParsedAttachment>();

  constructor(assets: Assets) {
    this.#assets = assets;
  }

  list(): readonly ParsedAttachment[] {
    return this.#known.size === 0 ? [] : [...this.#known.values()];
  }

  /** Adds what a message says of a file to what is known of it. */
  add(id: string, mention: Mention): ParsedAttachment {
    const known = this.#known.get(id);
    const asset = known === undefined ? this.#assets.find(id) : null;
    const entry = known?.entry ?? asset?.entry ?? null;
    const name = known?.name ?? asset?.name ?? mention.name ?? null;
    const attachment: ParsedAttachment = {
      nativeId: id,
      name,
      mime: known?.mime ?? asset?.mime ?? mention.mime ?? mimeOf(name) ?? (entry === null ? null : mimeOf(baseOf(entry))),
      size: known?.size ?? asset?.size ?? mention.size ?? null,
      ...(entry === null ? {} : { entry }),
    };
    this.#known.set(id, attachment);
    return attachment;
  }

  /** Parts for what `metadata.attachments` lists and `shown` does not show already. */
  listed(metadata: JsonObject, shown: readonly Part[]): readonly Part[] {
    const list = arrayOf(metadata['attachments']);
    if (list.length === 0) return [];
    const ids = new Set(shown.map((part) => (part.type === 'image' || part.type === 'file' ? part.attachment : '')));
    const parts: Part[] = [];
    for (const item of list) {
      if (!isObject(item)) continue;
      const id = textOf(item['id']) ?? textOf(item['file_id']) ?? textOf(item['name']);
      if (id === null) continue;
      const mime = textOf(item['mime_type']) ?? textOf(item['mimeType']);
      const attachment = this.add(id, { name: textOf(item['name']), mime, size: numberOf(item['size']) });
      if (ids.has(id)) continue;
      ids.add(id);
      parts.push(attachment.mime?.startsWith('image/') === true ? imageOf(attachment, item) : fileOf(attachment));
    }
    return parts;
  }

  /** Files behind `sandbox:/mnt/data/…` links, where the export says which they are. */
  sandbox(text: string, message: string, conversation: string): readonly Part[] {
    if (!text.includes('sandbox:/')) return [];
    const parts: Part[] = [];
    for (const match of text.matchAll(/sandbox:\/[^\s)"'\]]*\/([^\s/)"'\]]+)/g)) {
      const id = this.#assets.madeBy(message, conversation, decoded(match[1] ?? ''));
      if (id !== null && !parts.some((part) => part.type === 'file' && part.attachment === id))
        parts.push(fileOf(this.add(id, {})));
    }
    return parts;
  }

  /** An `image_asset_pointer`; `metadata.dalle.prompt` is what the picture was to show. */
  image(pointer: JsonObject): ImagePart | null {
    const id = pointerId(pointer['asset_pointer']);
    if (id === null) return null;
    const attachment = this.add(id, { mime: textOf(pointer['mime_type']), size: numberOf(pointer['size_bytes']) });
    const metadata = isObject(pointer['metadata']) ? pointer['metadata'] : null;
    const dalle = metadata !== null && isObject(metadata['dalle']) ? metadata['dalle'] : null;
    return imageOf(attachment, pointer, dalle === null ? null : textOf(dalle['prompt']));
  }

  /** A pointer to sound or film. */
  media(pointer: JsonObject, kind: 'audio' | 'video'): FilePart | null {
    const id = pointerId(pointer['asset_pointer']);
    if (id === null) return null;
    const format = textOf(pointer['format'])?.toLowerCase() ?? null;
    const mime = format === null ? null : (mimeOf(`.${format}`) ?? `${kind}/${format}`);
    return fileOf(this.add(id, { mime, size: numberOf(pointer['size_bytes']) }));
  }

  /** A bare pointer (`file-service://…`) to an image. */
  pointed(pointer: unknown): ImagePart | null {
    const id = pointerId(pointer);
    return id === null ? null : imageOf(this.add(id, {}), {});
  }
}

/** `file-service://file-x`, `sediment://file_x` → the id. */
export function pointerId(pointer: unknown): string | null {
  const text = textOf(pointer);
  if (text === null) return null;
  const scheme = text.indexOf('://');
  return textOf((scheme === -1 ? text : text.slice(scheme + 3)).split(/[?#]/)[0]);
}

function imageOf(attachment: ParsedAttachment, sized: JsonObject, alt: string | null = null): ImagePart {
  const width = numberOf(sized['width']);
  const height = numberOf(sized['height']);
  return {
    type: 'image',
    attachment: attachment.nativeId,
    name: attachment.name,
    mime: attachment.mime,
    ...(width === null ? {} : { width }),
    ...(height === null ? {} : { height }),
    ...(alt === null ? {} : { alt }),
  };
}

function fileOf(attachment: ParsedAttachment): FilePart {
  return { type: 'file', attachment: attachment.nativeId, name: attachment.name, mime: attachment.mime };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
