import type { FilePart, ImagePart, Json, Outcome, Part, ToolResultPart } from '../../../shared/model.ts';
import type { ParsedAttachment, ParsedMessage } from '../../../shared/parsed.ts';
import { decodeDataUrl } from './base64.ts';
import { derivedId } from './derived-id.ts';
import { mimeOf } from './mime.ts';

/** A message as it is found; what is left out is unknown, and the parent is the message before it. */
export type Said = Pick<ParsedMessage, 'nativeId' | 'role' | 'origin' | 'parts'> & Partial<Omit<ParsedMessage, 'nativeId'>>;

export interface FoundFile {
  readonly name: string | null;
  readonly mime: string | null;
  /** A `data:` URL gives bytes; any other is only an address. */
  readonly url?: string | null;
  readonly bytes?: Uint8Array | null;
  readonly text?: string | null;
  readonly size?: number | null;
}

/** The messages of one conversation as they are found: ids are made unique, and each hangs on the one before. */
export class MessageList {
  readonly messages: ParsedMessage[] = [];
  readonly attachments: ParsedAttachment[] = [];
  readonly #times: Map<string, number>;
  readonly #files = new Map<string, number>();

  /** @param ids what was given out; shared by conversations whose messages must not be taken for each other's */
  constructor(ids = new Map<string, number>()) {
    this.#times = ids;
  }

  /** Native id of the message added last. */
  get last(): string | null {
    return this.messages.at(-1)?.nativeId ?? null;
  }

  /** The id, or, when it was taken before, the id with a number: its place among its equals. */
  unique(base: string): string {
    let times = this.#times.get(base) ?? 0;
    let id = times === 0 ? base : `${base}~${times}`;
    while (times > 0 && this.#times.has(id)) id = `${base}~${++times}`;
    this.#times.set(base, times + 1);
    if (id !== base) this.#times.set(id, 1);
    return id;
  }

  /** Adds a message whose id came from `unique`. */
  add(said: Said): ParsedMessage {
    const message: ParsedMessage = {
      parent: this.last,
      author: null,
      model: null,
      createdAt: null,
      hidden: false,
      usage: null,
      ...said,
    };
    this.messages.push(message);
    return message;
  }

  /** Adds an attachment of a message; the part that shows it. */
  file(message: string, found: FoundFile): ImagePart | FilePart {
    const count = this.#files.get(message) ?? 0;
    this.#files.set(message, count + 1);
    const nativeId = `${message}/${count}`;
    const inline = typeof found.url === 'string' ? decodeDataUrl(found.url) : null;
    const bytes = found.bytes ?? inline?.bytes ?? null;
    const mime = found.mime ?? inline?.mime ?? mimeOf(found.name);
    const attachment = { nativeId, name: found.name, mime, size: bytes?.length ?? found.size ?? null };
    this.attachments.push(bytes === null ? attachment : { ...attachment, bytes });
    if (mime?.startsWith('image/') === true) return { type: 'image', attachment: nativeId, name: found.name, mime };
    const file = { type: 'file' as const, attachment: nativeId, name: found.name, mime };
    return typeof found.text === 'string' ? { ...file, text: found.text } : file;
  }
}

/** A result with the small extras that there are. */
export function toolResult(callId: string, text: string, outcome: Outcome, details?: Json): ToolResultPart {
  const part = { type: 'tool-result' as const, callId, text, outcome };
  return details === undefined || details === null ? part : { ...part, details };
}

/** Whether a person or an assistant says anything in it: a conversation without is none. */
export function someoneTalks(messages: readonly ParsedMessage[]): boolean {
  return messages.some(({ origin, role, parts }) => parts.length > 0 && (origin === 'person' || role === 'assistant'));
}

/** An id for a conversation that comes without one, from how it begins. */
export function beginningOf(messages: readonly ParsedMessage[]): string {
  const first = messages[0];
  return derivedId('conversation', first?.role ?? null, first?.createdAt ?? null, wordsOf(first?.parts ?? []));
}

/** The last folder of a path, as a project is called; null for none. */
export function folderName(path: string | null): string | null {
  return path?.split(/[\\/]/).findLast((segment) => segment !== '') ?? null;
}

/** First and last of the times that are known. */
export function timeSpan(times: readonly (number | null)[]): { readonly first: number | null; readonly last: number | null } {
  let first: number | null = null;
  let last: number | null = null;
  for (const time of times) {
    if (time === null) continue;
    if (first === null || time < first) first = time;
    if (last === null || time > last) last = time;
  }
  return { first, last };
}

/** The text of a person's words in parts, as an identity is derived from it. */
export function wordsOf(parts: readonly Part[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
