/**
 * Replaces what a Python-style pattern matches, as a canvas does; null when the pattern does not match or is none that can be replayed in
 * linear time (an archive may hold a pattern made to hang its reader). Understood are literals, escapes, `.*`/`.+` and `[\s\S]*` between
 * them (greedy or not), `^`, `$` and leading flags.
 */
export function replaceByPattern(text: string, pattern: string, replacement: string, multiple: boolean): string | null {
  const compiled = compile(pattern);
  if (compiled === null || /\\(?:\d|g<)/.test(replacement)) return null;
  let out = '';
  let at = 0;
  for (;;) {
    const match = matchFrom(text, at, compiled);
    if (match === null || match.to === match.from) break;
    out += text.slice(at, match.from) + replacement;
    at = match.to;
    if (!multiple) break;
  }
  return at === 0 ? null : out + text.slice(at);
}

interface Piece {
  readonly literal: string;
  /** What may stand before the literal: nothing, anything on one line, or anything. */
  readonly gap: 'none' | 'line' | 'any';
  readonly greedy: boolean;
}

interface Pattern {
  readonly pieces: readonly Piece[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

function compile(source: string): Pattern | null {
  const flags = /^\(\?([aimsux]+)\)/.exec(source);
  if (flags !== null && /[ix]/.test(flags[1] ?? '')) return null;
  const dotAll = flags?.[1]?.includes('s') ?? false;
  let rest = source.slice(flags?.[0].length ?? 0);
  const fromStart = rest.startsWith('^');
  if (fromStart) rest = rest.slice(1);
  const toEnd = /(?:^|[^\\])(?:\\\\)*\$$/.test(rest);
  if (toEnd) rest = rest.slice(0, -1);
  const pieces: Piece[] = [];
  let literal = '';
  let gap: Piece['gap'] = 'none';
  let greedy = false;
  while (rest !== '') {
    const wild = /^(?:\(?(\.|\[\\s\\S\]|\[\\S\\s\])[*+](\??)\)?)/.exec(rest);
    if (wild !== null) {
      if (gap !== 'none' && literal === '') return null;
      if (literal !== '' || pieces.length > 0) pieces.push({ literal, gap, greedy });
      literal = '';
      gap = wild[1] === '.' && !dotAll ? 'line' : 'any';
      greedy = wild[2] !== '?';
      rest = rest.slice(wild[0].length);
      continue;
    }
    const token = tokenOf(rest);
    if (token === null) return null;
    literal += token.text;
    rest = rest.slice(token.length);
  }
  pieces.push({ literal, gap, greedy });
  return { pieces, fromStart, toEnd };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

function tokenOf(rest: string): { text: string; length: number } | null {
  const char = rest.charAt(0);
  let text = char;
  let length = 1;
  if (char === '\\') {
    const escaped = rest.charAt(1);
    const known = ESCAPES[escaped];
    if (known === undefined && /[A-Za-z0-9]|^$/.test(escaped)) return null;
    text = known ?? escaped;
    length = 2;
  } else if (/[.^$*+?()[\]{}|]/.test(char)) return null;
  return /^[*+?{]/.test(rest.slice(length)) ? null : { text, length };
}

function matchFrom(text: string, start: number, { pieces, fromStart, toEnd }: Pattern): { from: number; to: number } | null {
  let from = -1;
  let at = start;
  for (const [place, piece] of pieces.entries()) {
    const last = place === pieces.length - 1;
    const end = piece.gap === 'line' ? lineEnd(text, at) : text.length;
    let found: number;
    if (last && toEnd) {
      if (!text.endsWith(piece.literal)) return null;
      found = text.length - piece.literal.length;
      if (found < at || found > end) return null;
      if (place === 0 && piece.gap === 'none' && fromStart && found !== 0) return null;
    } else if (place === 0 && piece.gap === 'none') {
      found = fromStart ? (start === 0 && text.startsWith(piece.literal) ? 0 : -1) : text.indexOf(piece.literal, at);
    } else if (piece.literal === '') {
      found = piece.greedy ? end : at;
    } else {
      found = piece.greedy ? text.lastIndexOf(piece.literal, end - piece.literal.length) : text.indexOf(piece.literal, at);
      if (found < at || found + piece.literal.length > end) found = -1;
    }
    if (found === -1) return null;
    if (place === 0)
      from =
        piece.gap === 'none'
          ? found
          : fromStart
            ? 0
            : piece.gap === 'line'
              ? Math.max(start, text.lastIndexOf('\n', found - 1) + 1)
              : start;
    at = found + piece.literal.length;
  }
  return from < start ? null : { from, to: at };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
