import { humpsIn, partsIn } from '../../../shared/query/index-terms.ts';
import { matchesIn, type Needle } from '../../../shared/query/needles.ts';

export type OwnPlace = 'any' | 'title' | 'note';

/** The title and the note that the person gave a conversation. They are not in the index: what they hold is looked for in memory. */
export class OwnWords {
  readonly title: string | null;
  readonly note: string | null;
  /** Every word in them, made when first asked: most texts are done with by a look into it. */
  #terms: ReadonlySet<string> | null = null;

  constructor(title: string | null, note: string | null) {
    this.title = title;
    this.note = note;
  }

  has(needle: Needle, where: OwnPlace): boolean {
    this.#terms ??= new Set([...termsIn(this.title ?? ''), ...termsIn(this.note ?? '')]);
    const terms = this.#terms;
    const last = needle.parts.length - 1;
    const mayBe = needle.parts.every((part, at) =>
      at === last && needle.prefix ? terms.values().some((term) => term.startsWith(part)) : terms.has(part),
    );
    if (!mayBe) return false;
    const texts = [where === 'note' ? null : this.title, where === 'title' ? null : this.note];
    return texts.some((text) => text !== null && matchesIn(text, [needle], 1).length > 0);
  }
}

/** `getUserName`, `HTTPServer`. */
const hasHumps = /[a-z0-9][A-Z]|[A-Z]{2}[a-z]/;

function* termsIn(text: string): Generator<string, void, undefined> {
  for (const { term, from, to } of partsIn(text)) {
    yield term;
    const word = text.slice(from, to);
    if (hasHumps.test(word)) for (const hump of humpsIn(word)) yield hump.term;
  }
}
