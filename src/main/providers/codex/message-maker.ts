import { isObject, type JsonObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Part } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import { decodeBase64, decodeDataUrl } from '../reading/base64.ts';
import { derivedId } from '../reading/derived-id.ts';
import { mimeOf } from '../reading/mime.ts';
import type { Draft } from './entry.ts';

/** What the lines before it say about a message: the turn it is in, the model that answers. */
export interface Moment {
  readonly turn: string | null;
  readonly model: string | null;
  readonly time: number | null;
}

/** Makes messages with ids that the same message has in every copy of the thread: no position and no time goes into them. */
export class MessageMaker {
  readonly #times = new Map<string, number>();
  readonly #anonymous: string[] = [];

  /** The native id when there is one, else one derived from the turn and the content; a second one like it gets a number. */
  idOf(native: string | null, moment: Moment, ...content: readonly (string | null)[]): string {
    return this.unique(native ?? derivedId(moment.turn, ...content));
  }

  unique(base: string): string {
    const times = this.#times.get(base) ?? 0;
    this.#times.set(base, times + 1);
    return times === 0 ? base : `${base}~${times}`;
  }

  /** The id by which a call and its result find each other; a call without one is `answered` by the next result without one. */
  callId(native: string | null, name: string, answered = true): string {
    if (native !== null) return native;
    const id = this.unique(`call:${name}`);
    if (answered) this.#anonymous.push(id);
    return id;
  }

  answered(native: string | null): string {
    return native ?? this.#anonymous.shift() ?? '';
  }

  draft(moment: Moment, fields: Pick<Draft, 'id' | 'role' | 'origin' | 'parts'> & Partial<Draft>): Draft {
    return {
      author: null,
      model: fields.role === 'assistant' ? moment.model : null,
      time: moment.time,
      hidden: false,
      usage: null,
      attachments: [],
      ...fields,
    };
  }

  /** Something the program tells. */
  notice(moment: Moment, text: string, kind: string): Draft {
    const id = this.idOf(null, moment, kind, text);
    return this.draft(moment, { id, role: 'system', origin: 'system', author: kind, parts: [{ type: 'text', text }] });
  }

  call(moment: Moment, callId: string, name: string, input: Json, more: { readonly title?: string } = {}): Draft {
    const id = this.unique(`call:${callId}`);
    return this.draft(moment, {
      id,
      role: 'assistant',
      origin: 'assistant',
      parts: [{ type: 'tool-call', callId, name, input, ...more }],
    });
  }
}

/** Images and sounds of a message, and what is to be stored of them. */
export class MediaList {
  readonly parts: Part[] = [];
  readonly attachments: ParsedAttachment[] = [];
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  /** An image by data URL, address, or bare base64; nothing when there is none. */
  image(value: unknown): void {
    const url = isObject(value) ? textOf(value['url']) : textOf(value);
    if (url === null) return;
    const nativeId = `${this.#id}/${this.attachments.length}`;
    const data = url.startsWith('data:') ? decodeDataUrl(url) : /^[a-z]+:/i.test(url) ? null : bareImage(url);
    const name = data === null && url.length < 2000 ? url : null;
    const mime = data?.mime ?? null;
    this.attachments.push(
      data === null ? { nativeId, name, mime, size: null } : { nativeId, name, mime, size: data.bytes.length, bytes: data.bytes },
    );
    this.parts.push({ type: 'image', attachment: nativeId, name, mime });
  }

  /** An `input_audio` block: base64 with a format, a data URL, or an address. */
  audio(block: JsonObject): void {
    const held = objectOf(block['input_audio']);
    const url = textOf(block['audio_url']) ?? textOf(objectOf(block['audio_url'])['url']);
    const data = url?.startsWith('data:') === true ? decodeDataUrl(url) : null;
    const base64 = textOf(held['data']) ?? textOf(block['data']);
    const bytes = data?.bytes ?? (base64 === null ? null : decodeBase64(base64));
    const mime = data?.mime ?? soundType(textOf(held['format']) ?? textOf(block['format']));
    const name = bytes === null && url !== null && url.length < 2000 ? url : null;
    if (bytes === null && name === null) return;
    const nativeId = `${this.#id}/${this.attachments.length}`;
    this.attachments.push(
      bytes === null ? { nativeId, name, mime, size: null } : { nativeId, name, mime, size: bytes.length, bytes },
    );
    this.parts.push({ type: 'file', attachment: nativeId, name, mime });
  }
}

/** `wav` is `audio/wav`; a format that is not known as an ending is named as it is. */
function soundType(format: string | null): string | null {
  return format === null ? null : (mimeOf(`.${format}`) ?? `audio/${format}`);
}

function bareImage(base64: string): { readonly mime: string; readonly bytes: Uint8Array } | null {
  const bytes = base64.length > 100 ? decodeBase64(base64) : null;
  return bytes === null ? null : { mime: 'image/png', bytes };
}

/** The name of a tool with the server or package it is from. */
export function toolName(payload: JsonObject): string {
  const name = stringOf(payload['name']) ?? '';
  const namespace = textOf(payload['namespace']);
  if (namespace === null || name.startsWith(namespace)) return name;
  return namespace.startsWith('mcp__') ? `${namespace.replace(/_*$/, '')}__${name}` : `${namespace}.${name}`;
}
