/** What an expression is made of. A character is a code point; what stands for one of several characters is in the engine's own words. */
export type Piece =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'class'; readonly text: string }
  /** Takes up nothing: a place. */
  | { readonly kind: 'place'; readonly text: string }
  | { readonly kind: 'row'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'either'; readonly branches: readonly Piece[] }
  /** `fold`: in any case of letters, or not; null: as around it. */
  | { readonly kind: 'group'; readonly piece: Piece; readonly fold: boolean | null }
  | { readonly kind: 'repeat'; readonly piece: Piece; readonly min: number; readonly max: number | null; readonly lazy: boolean };

/** What the engine does not do, as a sentence's end. */
export class Refused extends Error {}

interface Modes {
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** Deeper groups than this are refused. */
const deepest = 100;

/**
 * Reads an expression as JavaScript writes it. It is known to be one; what JavaScript reads loosely (`a{`, `]`, `\-`) is read so here.
 *
 * @throws Refused for looking around, and for referring back
 */
export function readExpression(source: string, flags: string): Piece {
  let at = 0;

  const either = (modes: Modes, depth: number): Piece => {
    if (depth > deepest) throw new Refused('its groups are too deep');
    const branches = [row(modes, depth)];
    while (source[at] === '|') {
      at++;
      branches.push(row(modes, depth));
    }
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : { kind: 'either', branches };
  };

  const row = (modes: Modes, depth: number): Piece => {
    const pieces: Piece[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') pieces.push(repeated(one(modes, depth)));
    return { kind: 'row', pieces };
  };

  const repeated = (piece: Piece): Piece => {
    quantifier.lastIndex = at;
    const [written, sign, least, comma, most] = quantifier.exec(source) ?? [];
    if (written === undefined) return piece;
    at += written.length;
    const lazy = source[at] === '?';
    if (lazy) at++;
    const min = sign === '+' ? 1 : least === undefined ? 0 : Number(least);
    const max = sign === '?' ? 1 : least === undefined ? null : comma === undefined ? min : most ? Number(most) : null;
    return { kind: 'repeat', piece, min, max, lazy };
  };

  const one = (modes: Modes, depth: number): Piece => {
    const char = source[at];
    switch (char) {
      case '(':
        return group(modes, depth);
      case '[':
        return { kind: 'class', text: bracket() };
      case '.':
        at++;
        return { kind: 'class', text: modes.dotAll ? anything : '[^\\n\\r\\x{2028}\\x{2029}]' };
      case '^':
        at++;
        return { kind: 'place', text: modes.multiline ? '(?m:^)' : '\\A' };
      case '$':
        at++;
        return { kind: 'place', text: modes.multiline ? '(?m:$)' : '\\z' };
      case '\\': {
        const next = source[at + 1];
        if (next === 'b' || next === 'B') {
          at += 2;
          return { kind: 'place', text: `\\${next}` };
        }
        const escaped = escape();
        return typeof escaped === 'number' ? { kind: 'char', code: escaped } : { kind: 'class', text: `[${escaped}]` };
      }
      default:
        return { kind: 'char', code: character() };
    }
  };

  const group = (modes: Modes, depth: number): Piece => {
    opening.lastIndex = at;
    const [written = '(', on, off = ''] = opening.exec(source) ?? [];
    if (written === '(' && source[at + 1] === '?') throw new Refused('it looks ahead or behind');
    at += written.length;
    const has = (letter: string, before: boolean): boolean =>
      (on?.includes(letter) ?? false) || (before && !off.includes(letter));
    const piece = either({ multiline: has('m', modes.multiline), dotAll: has('s', modes.dotAll) }, depth + 1);
    at++;
    return { kind: 'group', piece, fold: on?.includes('i') === true ? true : off.includes('i') ? false : null };
  };

  /** A class in brackets, in the engine's words. */
  const bracket = (): string => {
    at++;
    const negated = source[at] === '^';
    if (negated) at++;
    let inside = '';
    while (at < source.length && source[at] !== ']') {
      const from = member();
      if (source[at] !== '-' || source[at + 1] === ']' || at + 1 >= source.length) {
        inside += typeof from === 'number' ? written(from) : from;
        continue;
      }
      at++;
      const to = member();
      inside +=
        typeof from === 'number' && typeof to === 'number'
          ? `${written(from)}-${written(to)}`
          : [from, 0x2d, to].map((each) => (typeof each === 'number' ? written(each) : each)).join('');
    }
    at++;
    if (inside === '') return negated ? anything : nothing;
    return `[${negated ? '^' : ''}${inside}]`;
  };

  const member = (): number | string => {
    if (source[at] !== '\\') return character();
    if (source[at + 1] !== 'b') return escape();
    at += 2;
    return 8;
  };

  const character = (): number => {
    const code = source.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    return code;
  };

  /** A character, or what stands for several, as it is written in brackets. */
  const escape = (): number | string => {
    const letter = source[at + 1] ?? '\\';
    at += 2;
    const known = sets.get(letter);
    if (known !== undefined) return known;
    const control = controls.get(letter);
    if (control !== undefined) return control;
    if (letter >= '1' && letter <= '9') throw new Refused('it refers back');
    if (letter === 'k' && source[at] === '<') throw new Refused('it refers back');
    if (letter === 'p' || letter === 'P') {
      const name = take(/\{(?:(?:Script|sc|Script_Extensions|scx|General_Category|gc)=)?(\w+)\}/y);
      if (name !== undefined) return `\\${letter}{${name}}`;
    }
    if (letter === 'c') {
      const named = take(/([A-Za-z])/y);
      return named === undefined ? letterCode('\\', 1) : named.charCodeAt(0) % 32;
    }
    if (letter === 'x') return hex(take(/([0-9A-Fa-f]{2})/y)) ?? letterCode('x');
    if (letter === 'u') return hex(take(/\{([0-9A-Fa-f]{1,8})\}/y)) ?? unit() ?? letterCode('u');
    return letterCode(letter);
  };

  /** `\uD83D\uDE00` is one character. */
  const unit = (): number | null => {
    const first = hex(take(/([0-9A-Fa-f]{4})/y));
    if (first === null || first < 0xd800 || first >= 0xdc00) return first;
    const second = hex(take(/\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})/y));
    return second === null ? first : (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000;
  };

  /** The letter itself, and `back` characters are read again. */
  const letterCode = (letter: string, back = 0): number => {
    at -= back;
    const low = source.charCodeAt(at);
    const isPair = letter >= '\ud800' && letter < '\udc00' && low >= 0xdc00 && low < 0xe000;
    if (!isPair) return letter.charCodeAt(0);
    at++;
    return (letter.charCodeAt(0) - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
  };

  const take = (what: RegExp): string | undefined => {
    what.lastIndex = at;
    const found = what.exec(source);
    if (found === null) return undefined;
    at += found[0].length;
    return found[1];
  };

  return either({ multiline: flags.includes('m'), dotAll: flags.includes('s') }, 0);
}

/** A character in the engine's words, also in brackets. */
export function written(code: number): string {
  const char = String.fromCharCode(code);
  return /^[A-Za-z0-9]$/.test(char) ? char : `\\x{${code.toString(16)}}`;
}

function hex(digits: string | undefined): number | null {
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

const quantifier = /([*+?])|\{(\d+)(?:(,)(\d*))?\}/y;
/** A group that captures (nobody asks for what), does not, or changes modes. */
const opening = /\(\?(?:<[^=!>][^>]*>|([ims]*)(?:-([ims]+))?:)|\((?!\?)/y;

const anything = '[\\x00-\\x{10FFFF}]';
const nothing = '[^\\x00-\\x{10FFFF}]';

/** White space as JavaScript has it, and all the rest. */
const space = '\\t-\\r\\x20\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const notSpace =
  '\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10FFFF}';
const sets: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['D', '\\x00-\\x2f\\x3a-\\x{10FFFF}'],
  ['w', '0-9A-Za-z_'],
  ['W', '\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x{10FFFF}'],
  ['s', space],
  ['S', notSpace],
]);
const controls: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['f', 12],
  ['v', 11],
  ['0', 0],
]);
