import { arrayOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import { contentParts } from './content-blocks.ts';
import type { DriftCounter } from './drift.ts';
import { mimeOf } from './mime.ts';
import type { Transcript } from './transcript.ts';

const kinds = { image: 'images', video: 'videos', audio: 'audios' } as const;

/**
 * Files that lie beside the messages of one conversation (`images`, `videos`, `audios`: paths from the file's own folder, or addresses) and are shown where `<image>`,
 * `<video>` and `<audio>` stand in the text, in order; those that no text asks for stand with the first thing a person says. Source:
 * formats §8.12.
 */
export class MediaShelf {
  /** All of them. */
  readonly paths: readonly string[];
  readonly #left: Record<keyof typeof kinds, string[]>;
  readonly #folder: string;
  readonly #asked: boolean;
  #begun = false;

  /** @param name of the entry; `texts`: what is said, where places for files may be */
  constructor(value: JsonObject, name: string, texts: readonly unknown[]) {
    const read = (key: string): string[] =>
      arrayOf(value[key])
        .flatMap((item) => textOf(item) ?? [])
        .toReversed();
    this.#left = { image: read(kinds.image), video: read(kinds.video), audio: read(kinds.audio) };
    this.paths = Object.values(this.#left).flat();
    this.#asked = texts.some((text) => typeof text === 'string' && /<(?:image|video|audio)>/.test(text));
    this.#folder = name.slice(0, name.lastIndexOf('/') + 1);
  }

  get empty(): boolean {
    return this.paths.length === 0;
  }

  /** The parts of what a person says, with the files that are meant in their places. */
  fill(content: unknown, message: string, transcript: Transcript, drift: DriftCounter): readonly Part[] {
    const parts: Part[] = [];
    for (const part of contentParts(content, { list: transcript.list, message, drift })) {
      if (part.type === 'text') this.#place(part.text, message, transcript, parts);
      else parts.push(part);
    }
    if (!this.#begun) {
      this.#begun = true;
      if (!this.#asked)
        for (const kind of ['image', 'video', 'audio'] as const)
          while (this.#left[kind].length > 0) this.#take(kind, message, transcript, parts);
    }
    return parts;
  }

  #place(text: string, message: string, transcript: Transcript, parts: Part[]): void {
    let from = 0;
    for (const match of text.matchAll(/<(image|video|audio)>/g)) {
      const kind = match[1] === 'video' ? 'video' : match[1] === 'audio' ? 'audio' : 'image';
      if (this.#left[kind].length === 0) continue;
      if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) });
      this.#take(kind, message, transcript, parts);
      from = match.index + match[0].length;
    }
    if (from < text.length) parts.push({ type: 'text', text: text.slice(from) });
  }

  #take(kind: keyof typeof kinds, message: string, transcript: Transcript, parts: Part[]): void {
    const path = this.#left[kind].pop();
    if (path === undefined) return;
    const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(path);
    const name = path.startsWith('data:') ? null : path.slice(path.lastIndexOf('/') + 1);
    const part = transcript.list.file(message, {
      name,
      mime: mimeOf(name),
      url: isAddress ? path : null,
    });
    const attachment = transcript.list.attachments.pop();
    if (attachment !== undefined) {
      transcript.list.attachments.push(
        isAddress || path.startsWith('/') ? attachment : { ...attachment, entry: this.#folder + path.replace(/^(?:\.\/)+/, '') },
      );
    }
    parts.push(
      part.type === 'file' && kind === 'image'
        ? { type: 'image', attachment: part.attachment, name: part.name, mime: part.mime }
        : part,
    );
  }
}
