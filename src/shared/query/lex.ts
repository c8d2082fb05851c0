/** The query text cut into tokens. Total: every character belongs to a token or to the white space between. */

export interface Token {
  readonly kind: 'word' | 'phrase' | 'regex' | 'field' | 'open' | 'close' | 'not' | 'and' | 'or';
  /** The word, the phrase without its quotes, the expression without its slashes, or a field's value text. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** `field` only: the name before the colon, and where its values are. */
  readonly name?: string;
  readonly values?: readonly { readonly text: string; readonly quoted: boolean; readonly from: number; readonly to: number }[];
  /** `regex` only: the letters behind the second slash. */
  readonly flags?: string;
  /** A quote that never closed. */
  readonly unclosed?: boolean;
}

const space = /\s/;
const fieldName = /^[A-Za-z][A-Za-z-]*$/;

/** @param isField whether a name before a colon is a field of ours; any other colon is text. */
export function lex(text: string, isField: (name: string) => boolean): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (space.test(char)) {
      at++;
    } else if (char === '(' || char === ')') {
      tokens.push({ kind: char === '(' ? 'open' : 'close', text: char, from: at, to: at + 1 });
      at++;
    } else if (isQuote(char)) {
      const { end, body, closed } = quoted(text, at);
      tokens.push({ kind: 'phrase', text: body, from: at, to: end, ...(closed ? {} : { unclosed: true }) });
      at = end;
    } else if (char === '/' && regexAt(text, at) !== null) {
      const { body, flags, end } = regexAt(text, at) ?? { body: '', flags: '', end: at + 1 };
      tokens.push({ kind: 'regex', text: body, flags, from: at, to: end });
      at = end;
    } else if (char === '-' && negates(text, at)) {
      tokens.push({ kind: 'not', text: char, from: at, to: at + 1 });
      at++;
    } else {
      const token = wordOrField(text, at, isField);
      tokens.push(token);
      at = token.to;
    }
  }
  return tokens;
}

function isQuote(char: string): boolean {
  return char === '"' || char === '“' || char === '”' || char === '„';
}

/**
 * `/ab+c/i`, up to the next slash that is not escaped and not in brackets; letters of `imsu` and the end of a word follow it. `/usr/local`
 * is a word, as is `/ or /`.
 */
function regexAt(text: string, start: number): { readonly body: string; readonly flags: string; readonly end: number } | null {
  regex.lastIndex = start;
  const [whole, body, flags] = regex.exec(text) ?? [];
  return whole === undefined || body === undefined || flags === undefined ? null : { body, flags, end: start + whole.length };
}

const regex = /\/((?![\s*/])(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+)\/([imsu]{0,4})(?=[\s()"“”„]|$)/y;

/** `-word`, `-"phrase"`, `-(group)`; not `- `, and not `--flag`, which people look for as it stands. */
function negates(text: string, at: number): boolean {
  const next = text[at + 1];
  return next !== undefined && next !== '-' && next !== ')' && !space.test(next);
}

function quoted(text: string, start: number): { end: number; body: string; closed: boolean } {
  let end = start + 1;
  while (end < text.length && !isQuote(text[end] ?? '')) end++;
  return { end: Math.min(text.length, end + 1), body: text.slice(start + 1, end), closed: end < text.length };
}

function wordOrField(text: string, start: number, isField: (name: string) => boolean): Token {
  let end = start;
  while (end < text.length && !endsWord(text, end)) {
    if (text[end] === ':') {
      const name = text.slice(start, end);
      if (fieldName.test(name) && isField(name)) return field(text, start, end);
    }
    end++;
  }
  const word = text.slice(start, end);
  const kind = word === 'OR' || word === '|' ? 'or' : word === 'AND' || word === '&' ? 'and' : word === 'NOT' ? 'not' : 'word';
  return { kind, text: word, from: start, to: end };
}

function endsWord(text: string, at: number): boolean {
  const char = text[at] ?? '';
  if (space.test(char) || isQuote(char)) return true;
  // `f(x)` is one word; `(a OR b)` closes after b.
  if (char === '(' || char === ')') return true;
  return false;
}

function field(text: string, start: number, colon: number): Token {
  const values: { text: string; quoted: boolean; from: number; to: number }[] = [];
  let at = colon + 1;
  let unclosed = false;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (isQuote(char)) {
      const { end, body, closed } = quoted(text, at);
      values.push({ text: body, quoted: true, from: at, to: end });
      unclosed ||= !closed;
      at = end;
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && !endsWord(text, end)) end++;
      if (end > at) values.push({ text: text.slice(at, end), quoted: false, from: at, to: end });
      at = end;
    }
    if (text[at] !== ',') break;
    at++;
  }
  return {
    kind: 'field',
    name: text.slice(start, colon),
    text: text.slice(colon + 1, at),
    values,
    from: start,
    to: at,
    ...(unclosed ? { unclosed: true } : {}),
  };
}
