import type { FilePart, ImagePart } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import { decodeDataUrl } from './base64.ts';
import { derivedId } from './derived-id.ts';
import { mimeOf } from './mime.ts';

/** What a message says of a file. */
export interface Mention {
  readonly name?: string | null;
  readonly mime?: string | null;
  readonly size?: number | null;
  readonly bytes?: Uint8Array | null;
  readonly entry?: string | null;
}

/** How a part shows an attachment. */
interface Shown {
  /** It is a picture, whatever its type says. */
  readonly image?: boolean;
  readonly text?: string | null;
  readonly alt?: string | null;
  readonly width?: number | null;
  readonly height?: number | null;
}

/** The attachments of one conversation, each once, with all that was said about it anywhere. */
export class AttachmentList {
  readonly #known = new Map<string, ParsedAttachment>();

  list(): readonly ParsedAttachment[] {
    return [...this.#known.values()];
  }

  add(id: string, mention: Mention): ParsedAttachment {
    const known = this.#known.get(id);
    const name = known?.name ?? mention.name ?? null;
    const bytes = known?.bytes ?? mention.bytes ?? null;
    const entry = known?.entry ?? mention.entry ?? null;
    const attachment: ParsedAttachment = {
      nativeId: id,
      name,
      mime: known?.mime ?? typeOf(mention.mime) ?? mimeOf(name),
      size: known?.size ?? mention.size ?? bytes?.length ?? null,
      ...(bytes === null ? {} : { bytes }),
      ...(entry === null ? {} : { entry }),
    };
    this.#known.set(id, attachment);
    return attachment;
  }

  /** A part that shows it: a picture when its type or the source says so. */
  part(id: string, mention: Mention, shown: Shown = {}): ImagePart | FilePart {
    const { nativeId, name, mime } = this.add(id, mention);
    if (shown.text === undefined || shown.text === null) {
      if (shown.image === true || mime?.startsWith('image/') === true) {
        const { width, height, alt } = shown;
        return {
          type: 'image',
          attachment: nativeId,
          name,
          mime,
          ...(typeof width === 'number' ? { width } : {}),
          ...(typeof height === 'number' ? { height } : {}),
          ...(typeof alt === 'string' ? { alt } : {}),
        };
      }
      return { type: 'file', attachment: nativeId, name, mime };
    }
    return { type: 'file', attachment: nativeId, name, mime, text: shown.text };
  }

  /** A part for an address: a `data:` address has its bytes with it, any other is the attachment's id. */
  linked(url: string, mention: Mention = {}, shown: Shown = {}): ImagePart | FilePart {
    if (!url.startsWith('data:')) {
      const name = mention.name ?? nameIn(url);
      return this.part(url, { ...mention, name }, shown);
    }
    const data = decodeDataUrl(url);
    const id = `data-${derivedId(url)}`;
    return this.part(id, { ...mention, mime: data?.mime ?? mention.mime ?? null, bytes: data?.bytes ?? null }, shown);
  }
}

/** `image/*` and the like say nothing. */
function typeOf(mime: string | null | undefined): string | null {
  return typeof mime === 'string' && /^[\w.+-]+\/[\w.+-]+$/.test(mime) ? mime : null;
}

/** The last segment of an address, when it looks like the name of a file. */
function nameIn(url: string): string | null {
  const path = url.slice(0, 2000).split(/[?#]/)[0] ?? '';
  const base = path.slice(path.lastIndexOf('/') + 1);
  return mimeOf(base) === null ? null : base;
}
