import { isAscii } from 'node:buffer';
import type { Part, Role } from '../../../../shared/model.ts';
import { indexTerms, splitTerms } from '../../../../shared/query/index-terms.ts';
import { partTexts, type TextPlace } from '../../../../shared/query/part-texts.ts';
import { isAnywhere } from '../terms.ts';
import type { Leaves } from './leaves.ts';
import type { WantedTerms } from './wanted-terms.ts';

/** A word or phrase, and how far it was met. */
interface TermLook {
  readonly place: number;
  readonly wanted: WantedTerms;
  /** Its terms may stand in different messages. */
  readonly anywhere: boolean;
  readonly seen: boolean[];
  inOrder: boolean;
}

/**
 * Looks through one conversation after the other for the leaves of a query, as the index would answer them: words by the terms that the
 * index would have been given, expressions text by text.
 */
export class Looker {
  readonly #leaves: Leaves;
  readonly #found: Uint8Array;
  readonly #terms: readonly TermLook[];
  readonly #expressions: readonly { readonly place: number; readonly test: (text: string) => boolean }[];
  readonly #roles: readonly { readonly place: number; readonly roles: readonly Role[] }[];
  readonly #probes: readonly (readonly string[])[];
  #left = 0;

  constructor(leaves: Leaves) {
    this.#leaves = leaves;
    this.#found = new Uint8Array(leaves.sought.length);
    const free = isAnywhere(leaves.where);
    const terms: TermLook[] = [];
    const expressions: { place: number; test: (text: string) => boolean }[] = [];
    const roles: { place: number; roles: readonly Role[] }[] = [];
    leaves.sought.forEach((sought, place) => {
      if (sought.kind === 'terms') {
        const { wanted } = sought;
        terms.push({
          place,
          wanted,
          anywhere: free && wanted.inOrder === null,
          seen: wanted.terms.map(() => false),
          inOrder: false,
        });
      } else if (sought.kind === 'expression') expressions.push({ place, test: sought.expression.test });
      else if (sought.kind === 'role') roles.push({ place, roles: sought.roles });
    });
    this.#terms = terms;
    this.#expressions = expressions;
    this.#roles = roles;
    this.#probes = terms.map(({ wanted }) =>
      [...wanted.terms, ...(wanted.inOrder ?? [])].map(probeOf).filter((probe) => probe !== ''),
    );
  }

  /** 1 for each leaf that was found, by its place. Valid until the next conversation begins. */
  get found(): Uint8Array {
    return this.#found;
  }

  /** No further message changes anything. */
  get isDone(): boolean {
    return this.#left === 0;
  }

  begin(title: string): void {
    const { where, sought } = this.#leaves;
    this.#found.fill(0);
    this.#left = sought.length;
    for (const look of this.#terms) look.seen.fill(false);
    const terms = splitTerms(indexTerms(title));
    sought.forEach((leaf, place) => {
      if (leaf.kind !== 'title') return;
      // Titles are all there is to it.
      this.#left--;
      if (leaf.anyOf.some((wanted) => holdsIn(terms, wanted))) this.#found[place] = 1;
    });
    if (!where.title) return;
    for (const { place, test } of this.#expressions) if (title !== '' && test(title)) this.#find(place);
    this.#lookAt([terms]);
  }

  /** @returns whether an expression was found in it for the first time; where there is none, any word */
  message(role: Role, parts: () => readonly Part[]): boolean {
    const { where } = this.#leaves;
    for (const { place, roles } of this.#roles) if (this.#found[place] === 0 && roles.includes(role)) this.#find(place);
    if (where.roles?.includes(role) === false || where.places?.length === 0) return false;
    const before = this.#left;
    let isExpressed = false;
    const texts = new Map<TextPlace, string>();
    for (const part of parts()) {
      for (const { in: place, text } of partTexts(part)) {
        if (where.places?.includes(place) === false) continue;
        for (const expression of this.#expressions)
          if (this.#found[expression.place] === 0 && expression.test(text)) {
            this.#find(expression.place);
            isExpressed = true;
          }
        if (this.#terms.length === 0) continue;
        const known = texts.get(place);
        texts.set(place, known === undefined ? text : `${known}\n${text}`);
      }
    }
    if (texts.size > 0 && this.#terms.some(({ place }) => this.#found[place] === 0)) {
      const mayHave = [...texts.values()].filter((text) => this.#mayHave(text));
      if (mayHave.length > 0) this.#lookAt([...texts.values()].map((text) => splitTerms(indexTerms(text))));
    }
    return this.#expressions.length > 0 ? isExpressed : this.#left < before;
  }

  /** False when no text of these bytes (the JSON of some messages) can have what is still missing. */
  mayHave(bytes: Buffer): boolean {
    if (this.#roles.some(({ place }) => this.#found[place] === 0)) return true;
    if (this.#expressions.some(({ place }) => this.#found[place] === 0 && !this.#cannotHave(bytes, place))) return true;
    const open = this.#terms.some(({ place }) => this.#found[place] === 0);
    return open && (!isAscii(bytes) || this.#mayHave(bytes.toString('latin1')));
  }

  #cannotHave(bytes: Buffer, place: number): boolean {
    const sought = this.#leaves.sought[place];
    if (sought?.kind !== 'expression') return false;
    const { fold, clauses } = sought.expression.needed;
    // In JSON they stand as they are.
    const plain = clauses.filter((clause) => clause.every((text) => text.isWellFormed() && !escaped.test(text)));
    if (plain.length === 0) return false;
    if (!fold) return plain.some((clause) => !clause.some((text) => bytes.includes(text)));
    const folded = bytes.toString().toLowerCase().replaceAll('\u017f', 's');
    return plain.some((clause) => !clause.some((text) => folded.includes(text)));
  }

  /** Whether it is worth making terms of the text: of ASCII it can be told at a glance. */
  #mayHave(text: string): boolean {
    if (!/^[\x00-\x7f]*$/.test(text)) return true;
    const lower = text.toLowerCase();
    return this.#terms.some(
      ({ place }, at) => this.#found[place] === 0 && this.#probes[at]?.some((probe) => lower.includes(probe)),
    );
  }

  /** The terms of one message or title, by text. */
  #lookAt(texts: readonly (readonly string[])[]): void {
    for (const look of this.#terms) {
      if (this.#found[look.place] !== 0) continue;
      if (!look.anywhere) look.seen.fill(false);
      look.inOrder = look.wanted.inOrder === null;
      for (const terms of texts) meet(terms, look);
      if (look.inOrder && look.seen.every(Boolean)) this.#find(look.place);
    }
  }

  #find(place: number): void {
    if (this.#found[place] === 1) return;
    this.#found[place] = 1;
    this.#left--;
  }
}

function holdsIn(terms: readonly string[], wanted: WantedTerms): boolean {
  const look = { wanted, seen: wanted.terms.map(() => false), inOrder: wanted.inOrder === null };
  meet(terms, look);
  return look.inOrder && look.seen.every(Boolean);
}

function meet(terms: readonly string[], look: Pick<TermLook, 'wanted' | 'seen'> & { inOrder: boolean }): void {
  const { terms: wanted, prefix, inOrder } = look.wanted;
  wanted.forEach((term, at) => {
    if (look.seen[at] === true) return;
    look.seen[at] = prefix && at === wanted.length - 1 ? terms.some((one) => one.startsWith(term)) : terms.includes(term);
  });
  const [first = ''] = inOrder ?? [];
  if (look.inOrder || inOrder === null) return;
  for (let at = terms.indexOf(first); at >= 0 && !look.inOrder; at = terms.indexOf(first, at + 1))
    look.inOrder = inOrder.every((part, after) => terms[at + after] === part);
}

const escaped = /[\u0000-\u001f"\\]/;

/** The longest run of ASCII letters and digits of a term; what joined its parts stands in it in another form. Empty: no ASCII text has the term. */
function probeOf(term: string): string {
  if (/[^\x00-\x7f\uff01-\uff5e]/.test(term)) return '';
  return term.split(/[^a-z0-9]+/).reduce((left, right) => (right.length > left.length ? right : left), '');
}
