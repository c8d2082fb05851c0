import { derivedId } from './derived-id.ts';
import { rawOf } from './json-record.ts';

/** The ids of one conversation's messages: each once, and known parents for those whose own could not be read. */
export class MessageIds {
  readonly #taken = new Map<string, unknown>();
  /** The JSON of those that have been met again. */
  readonly #texts = new Map<string, string>();
  /** Where the children of a message that could not be read hang instead. */
  readonly #skipped = new Map<string, string | null>();
  #last: string | null = null;

  /** The message before, in the order of the source. */
  get last(): string | null {
    return this.#last;
  }

  /**
   * The id of a message: the stated one; for one without, made of `content` and of the message before, so that the same words said twice
   * are two. A second message with a stated id gets an id of its own; null for a true repeat.
   */
  take(stated: string | null, raw: unknown, ...content: readonly (string | number | null)[]): string | null {
    let id = stated ?? derivedId(this.#last, ...content);
    const twin = this.#taken.get(id);
    if (twin !== undefined) {
      const own = rawOf(raw);
      const first = this.#texts.get(id) ?? rawOf(twin);
      this.#texts.set(id, first);
      if (first === own) return null;
      id = `${id}~${derivedId(own).slice(0, 8)}`;
      if (this.#taken.has(id)) return null;
    }
    this.#taken.set(id, raw);
    this.#last = id;
    return id;
  }

  /** A message that is not there: its children hang on its parent. */
  skip(id: string | null, parent: string | null): void {
    if (id !== null) this.#skipped.set(id, parent);
  }

  /** The nearest message above that is there; asked when all were taken. Circles among what was skipped end at no parent. */
  parentOf(parent: string | null): string | null {
    let id = parent;
    const walked: string[] = [];
    for (let steps = 0; id !== null && !this.#taken.has(id) && steps <= this.#skipped.size; steps++) {
      walked.push(id);
      id = this.#skipped.get(id) ?? null;
    }
    const found = id !== null && this.#taken.has(id) ? id : null;
    for (const walkedId of walked) this.#skipped.set(walkedId, found);
    return found;
  }

  has(id: string): boolean {
    return this.#taken.has(id);
  }
}
