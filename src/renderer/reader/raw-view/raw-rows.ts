/** A line on screen. */
export interface RawRow {
  readonly text: string;
  /** The number it bears; null where it goes on from the row above. */
  readonly line: number | null;
  /** It begins inside of a string. */
  readonly inString: boolean;
}

/**
 * How a record is laid out. `document`: one JSON value, a line per field, the lines counted. `log`: a JSON value per line, each laid out
 * below the number of its line. `plain`: as it is.
 */
export type RawKind = 'document' | 'log' | 'plain';

/** Characters of a row: longer lines go on in the next one, so that no line is too long to draw. */
export const longestRow = 1000;
/** Deeper levels are indented no further. */
const deepest = 40;

/** What a record is, by its beginning. */
export function kindOf(beginning: string): RawKind {
  const text = beginning.trimStart();
  if (!/^[[{]/.test(text)) return 'plain';
  const newline = text.indexOf('\n');
  if (newline === -1 || text.slice(newline).trim() === '') return 'document';
  try {
    JSON.parse(text.slice(0, newline));
    return 'log';
  } catch {
    return 'document';
  }
}

/** Makes rows of a record as it comes, piece by piece, in one pass: nothing is parsed as a whole, and no text is refused. */
export class RowMaker {
  readonly rows: RawRow[] = [];
  readonly #kind: RawKind;
  #text = '';
  #fresh = true;
  /** The line of the file, for what is as it is and for logs; of the rows, for documents. */
  #line: number;
  #numbered = false;
  #depth = 0;
  /** A bracket was opened, or a comma was read: what comes next stands on a line of its own, but for a closing bracket. */
  #pending: 'opened' | 'comma' | null = null;
  #inString = false;
  #escaped = false;
  #rowInString = false;

  constructor(kind: RawKind, firstLine = 1) {
    this.#kind = kind;
    this.#line = firstLine;
  }

  /** Another that goes on where this one is now, with no rows of its own yet. */
  resume(): RowMaker {
    const next = new RowMaker(this.#kind, this.#line);
    next.#text = this.#text;
    next.#fresh = this.#fresh;
    next.#numbered = this.#numbered;
    next.#depth = this.#depth;
    next.#pending = this.#pending;
    next.#inString = this.#inString;
    next.#escaped = this.#escaped;
    next.#rowInString = this.#rowInString;
    return next;
  }

  add(text: string): this {
    if (this.#kind === 'plain') this.#plain(text);
    else this.#json(text);
    return this;
  }

  /** All rows so far, the unfinished one among them. */
  snapshot(): readonly RawRow[] {
    return this.#fresh ? [...this.rows] : [...this.rows, this.#row()];
  }

  #row(): RawRow {
    return { text: this.#text, line: this.#numbered ? null : this.#line, inString: this.#rowInString };
  }

  /** Ends the row; the next one goes on from it, or is a line of its own. */
  #break(goesOn: boolean): void {
    this.rows.push(this.#row());
    this.#text = '';
    this.#fresh = true;
    this.#rowInString = this.#inString;
    this.#numbered = goesOn || this.#kind === 'log';
    if (!goesOn && this.#kind === 'document') this.#line++;
  }

  /** Ends the line of the file. */
  #fileLine(): void {
    if (this.#kind === 'plain' || !this.#fresh) this.#break(false);
    this.#numbered = false;
    if (this.#kind !== 'document') this.#line++;
  }

  #write(text: string): void {
    let rest = text;
    while (this.#text.length + rest.length > longestRow) {
      const room = cut(rest, longestRow - this.#text.length);
      this.#text += rest.slice(0, room);
      this.#fresh = false;
      rest = rest.slice(room);
      this.#break(true);
    }
    if (rest === '') return;
    this.#text += rest;
    this.#fresh = false;
  }

  #plain(text: string): void {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#write(text.slice(from, text[at - 1] === '\r' ? at - 1 : at));
      this.#fileLine();
      from = at + 1;
    }
    this.#write(text.slice(from));
  }

  #json(text: string): void {
    for (let at = 0; at < text.length;) {
      if (this.#inString) {
        at = this.#string(text, at);
        continue;
      }
      const letter = text.charAt(at);
      switch (letter) {
        case '\n':
          if (this.#kind === 'log') this.#endOfRecord();
          at++;
          break;
        case ' ':
        case '\t':
        case '\r':
          at++;
          break;
        case '{':
        case '[':
          this.#before();
          this.#write(letter);
          this.#depth++;
          this.#pending = 'opened';
          at++;
          break;
        case '}':
        case ']':
          this.#depth = Math.max(0, this.#depth - 1);
          if (this.#pending !== 'opened') {
            if (!this.#fresh) this.#break(false);
            this.#indent();
          }
          this.#pending = null;
          this.#write(letter);
          at++;
          break;
        case ',':
          this.#write(',');
          this.#pending = 'comma';
          at++;
          break;
        case ':':
          this.#write(': ');
          at++;
          break;
        case '"':
          this.#before();
          this.#inString = true;
          this.#write('"');
          at++;
          break;
        default: {
          this.#before();
          words.lastIndex = at;
          const [word = letter] = words.exec(text) ?? [];
          this.#write(word);
          at += word.length;
        }
      }
    }
  }

  #before(): void {
    if (this.#pending === null) return;
    this.#pending = null;
    if (!this.#fresh) this.#break(false);
    this.#indent();
  }

  #indent(): void {
    this.#write('  '.repeat(Math.min(this.#depth, deepest)));
  }

  #string(text: string, start: number): number {
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#escaped) this.#escaped = false;
      else if (code === 92) this.#escaped = true;
      else if (code === 34) {
        this.#write(text.slice(start, at));
        this.#inString = false;
        this.#write('"');
        return at + 1;
      } else if (code === 10) {
        // No JSON has this: a line that was cut off. The next one begins anew.
        this.#write(text.slice(start, at));
        if (this.#kind === 'log') this.#endOfRecord();
        else this.#break(true);
        return at + 1;
      }
    }
    this.#write(text.slice(start));
    return at;
  }

  #endOfRecord(): void {
    this.#inString = false;
    this.#escaped = false;
    this.#depth = 0;
    this.#pending = null;
    this.#fileLine();
    this.#rowInString = false;
  }
}

const words = /[^\s{}[\],:"]+/y;

/** Not between the halves of a character. */
function cut(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return at > 1 && code >= 0xd800 && code < 0xdc00 ? at - 1 : at;
}

export type Colour = 'key' | 'string' | 'number' | 'word';

/** A row's text in pieces; without a colour what is punctuation, or no JSON. */
export function coloured({ text, inString }: RawRow): readonly (readonly [text: string, colour: Colour | null])[] {
  const pieces: (readonly [string, Colour | null])[] = [];
  let at = 0;
  if (inString) {
    const end = /^(?:[^"\\]|\\.)*"?/.exec(text)?.[0].length ?? 0;
    pieces.push([text.slice(0, end), 'string']);
    at = end;
  }
  const tokens = /("(?:[^"\\]|\\.)*"?)(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;
  tokens.lastIndex = at;
  for (let found = tokens.exec(text); found; found = tokens.exec(text)) {
    if (found.index > at) pieces.push([text.slice(at, found.index), null]);
    const [whole, string, colon] = found;
    if (string === undefined) pieces.push([whole, /^[tfn]/.test(whole) ? 'word' : 'number']);
    else {
      pieces.push([string, colon === undefined ? 'string' : 'key']);
      if (colon !== undefined) pieces.push([colon, null]);
    }
    at = found.index + whole.length;
  }
  if (at < text.length) pieces.push([text.slice(at), null]);
  return pieces;
}
