import { decodeEntities } from './html-entities.ts';

/** HTML as a stream of text and tags. What would run or style a page is not in it. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open'; readonly name: string; readonly source: string }
  | { readonly kind: 'close'; readonly name: string };

/** Their content is no text of the page. */
const DROPPED = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg', 'title']);

/** Reads HTML in one pass: each look ahead either ends further on or is never tried again, so the time is linear on any input. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0;
  const ends = new Ends(html);
  while (at < html.length) {
    const start = html.indexOf('<', at);
    if (start === -1) {
      yield textOf(html.slice(at));
      return;
    }
    const next = html.charCodeAt(start + 1);
    const isTag = isLetter(next) || next === SLASH || next === BANG || next === QUESTION;
    const end = isTag ? (html.startsWith('<!--', start) ? ends.ofComment(start) : ends.ofTag(start)) : -1;
    if (end === -1) {
      yield textOf(html.slice(at, start + 1));
      at = start + 1;
      continue;
    }
    if (start > at) yield textOf(html.slice(at, start));
    at = end;
    const source = html.slice(start, end);
    const name = /^<\/?([a-z][a-z0-9-]*)/i.exec(source)?.[1]?.toLowerCase();
    if (name === undefined) continue;
    if (next === SLASH) yield { kind: 'close', name };
    else if (DROPPED.has(name)) at = source.endsWith('/>') ? at : ends.ofElement(name, at);
    else yield { kind: 'open', name, source };
  }
}

/** The value of an attribute of an opening tag; null where it has none. */
export function attributeOf(source: string, name: string): string | null {
  for (const match of source.matchAll(/\s([a-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) {
    if (match[1]?.toLowerCase() === name) return decodeEntities(match[2] ?? match[3] ?? match[4] ?? '');
  }
  return null;
}

const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function textOf(source: string): HtmlToken {
  return { kind: 'text', text: decodeEntities(source) };
}

/** Where what begins here ends. Something that is not found once is not looked for again. */
class Ends {
  readonly #html: string;
  readonly #missing = new Set<string>();

  constructor(html: string) {
    this.#html = html;
  }

  /** -1: the tag is not closed, so it is none. A `>` in quotes closes nothing. */
  ofTag(start: number): number {
    let at = start + 1;
    for (;;) {
      const end = this.#find('>', at);
      if (end === -1) return -1;
      const quote = quoteIn(this.#html, at, end);
      if (quote === -1) return end + 1;
      const closed = this.#find(this.#html.charAt(quote), quote + 1);
      // A quote that nobody closes is only a character.
      if (closed === -1) return end + 1;
      at = closed + 1;
    }
  }

  ofComment(start: number): number {
    const end = this.#find('-->', start + 4);
    return end === -1 ? this.#html.length : end + 3;
  }

  /** What is not closed goes to the end, as in a browser. */
  ofElement(name: string, from: number): number {
    if (this.#missing.has(`/${name}`)) return this.#html.length;
    for (let at = this.#html.indexOf('</', from); at !== -1; at = this.#html.indexOf('</', at + 2)) {
      if (this.#html.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue;
      const end = this.#find('>', at);
      return end === -1 ? this.#html.length : end + 1;
    }
    this.#missing.add(`/${name}`);
    return this.#html.length;
  }

  #find(wanted: string, from: number): number {
    if (this.#missing.has(wanted)) return -1;
    const at = this.#html.indexOf(wanted, from);
    if (at === -1) this.#missing.add(wanted);
    return at;
  }
}

/** The first quote that opens a value (`="`) between two places; -1: none. */
function quoteIn(html: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = html.charCodeAt(at);
    if ((code === 0x22 || code === 0x27) && html.charCodeAt(at - 1) === 0x3d) return at;
  }
  return -1;
}
