/**
 * Turns text into the terms the full-text index stores. The result is read by FTS5's `ascii`
 * tokenizer: runs of ASCII letters and digits and of anything beyond ASCII are terms, the rest
 * separates, ASCII case is folded there. Three groups, divided by {@link groupMark}:
 *
 * 1. the *parts* in reading order, so that phrases and closeness can be asked for;
 * 2. the *joints*: two parts that touched in the text, with what joined them (`std::vector`,
 *    `foo-bar`, 日本, the `v1` of `v1.2.3`), each one term;
 * 3. the *humps* of camelCase words, which stand in the first group as wholes. Each has a mark before it: next to each other they would be
 *    found as a phrase, though they are of different words.
 *
 * @param text any string, also one with lone surrogates or control characters
 */
export function indexTerms(text: string): string {
  return scan(isAscii.test(text) ? text : fold(text));
}

/** What a query must ask for to find a text that contains `text`. */
export interface QueryTerms {
  /** The parts in reading order, folded. Empty when the text holds nothing that is indexed. */
  readonly parts: readonly string[];
  /** Joints inside the text, folded. */
  readonly joints: readonly string[];
  /** True when every part touches the next, so that the joints say which parts there are. */
  readonly joined: boolean;
  /** True when a text that has all `joints` (or the only part) surely has the whole: no order of parts is left to check. */
  readonly exact: boolean;
}

/** The terms of a query word or phrase, from the same function that made the index. */
export function queryTerms(text: string): QueryTerms {
  const groups = indexTerms(text).split(groupMark);
  const parts = splitTerms(groups[0] ?? '');
  const joints = splitTerms(groups[1] ?? '');
  const joined = parts.every((right, at) => {
    const left = parts[at - 1];
    return left === undefined || joints.some((joint) => joins(joint, left, right));
  });
  return { parts, joints, joined, exact: parts.length === 1 || (parts.length === 2 && joined) };
}

/** True for the joint of two parts. */
export function joins(joint: string, left: string, right: string): boolean {
  return joint.length >= left.length + right.length && joint.startsWith(left) && joint.endsWith(right);
}

/** A part of a text and where it stands. */
export interface FoundPart {
  /** Folded, as in the index. */
  readonly term: string;
  /** UTF-16 offsets in the text as it was given. */
  readonly from: number;
  readonly to: number;
  /** What directly follows, in its indexed form, of `++` and `#`. In `term` already when the part is a single letter. */
  readonly mark: string;
}

/** The parts of a text in reading order: the first group of {@link indexTerms}, with places. */
export function partsIn(text: string): readonly FoundPart[] {
  const folding = isAscii.test(text) ? null : foldWithPlaces(text);
  const folded = folding?.text ?? text;
  const found: FoundPart[] = [];
  scan(folded, (start, stop, mark) => {
    const single = stop - start === 1;
    const term = folded.slice(start, Math.min(stop, start + longestPart)).toLowerCase() + (single ? mark : '');
    const end = single ? stop + mark.length : stop;
    found.push({
      term,
      from: folding?.starts[start] ?? start,
      to: folding?.ends[end - 1] ?? end,
      mark,
    });
  });
  return found;
}

/** Humps of a camelCase word with their places in it, neighbours joined too; lower case. */
export function humpsIn(word: string): readonly { readonly term: string; readonly from: number; readonly to: number }[] {
  const found = [...word.matchAll(hump)].map((match) => ({
    term: match[0].toLowerCase(),
    from: match.index,
    to: match.index + match[0].length,
  }));
  const joined = found.slice(1).map((right, index) => {
    const left = found[index] ?? right;
    return { term: left.term + right.term, from: left.from, to: right.to };
  });
  return [...found, ...joined];
}

/** The single terms of an {@link indexTerms} result, as the tokenizer sees them. */
export function splitTerms(terms: string): string[] {
  return terms.toLowerCase().match(/[a-z0-9\u0080-\uffff]+/g) ?? [];
}

/** Raised with every change of what `indexTerms` gives: an index made by another version is made anew. */
export const indexTermsVersion = 2;

/** Stands between the groups of terms; no text can produce it. */
export const groupMark = '\u00b6';

const isAscii = /^[\x00-\x7f]*$/;
const longestPart = 64;
const longestJoiner = 3;

const other = 0;
const lower = 1;
const upper = 2;
const digit = 3;
const joiner = 4;

const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (char >= 'a' && char <= 'z') classes[code] = lower;
  else if (char >= 'A' && char <= 'Z') classes[code] = upper;
  else if (char >= '0' && char <= '9') classes[code] = digit;
  else if ("_-./:\\'@#+&".includes(char)) classes[code] = joiner;
}

const plus = 43;
const hash = 35;
/** Small; with bit 32 set the large one too. */
const letterV = 118;

/** @param onPart is told of every part: where it starts and stops, and the mark behind it */
function scan(text: string, onPart?: (start: number, stop: number, mark: string) => void): string {
  const end = text.length;
  const joints: string[] = [];
  const humps: string[] = [];
  let out = '';
  let copied = 0; // text before this is in `out`
  let before = ''; // the part before, when it may be joined to the next
  let beforeStart = -1;
  let beforeEnd = -1;
  let touching = false;
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    const first = code < 128 ? classes[code] : lower;
    if (first === other || first === joiner) {
      if (first === other) touching = false;
      at++;
      continue;
    }
    const start = at;
    let humped = false;
    if (code >= 128 && isUnit(code)) {
      at += isHighSurrogate(code) ? 2 : 1;
    } else {
      let last = first;
      for (at++; at < end; at++) {
        const next = text.charCodeAt(at);
        const kind = next < 128 ? classes[next] : isUnit(next) ? other : lower;
        if (kind === other || kind === joiner) break;
        if (kind !== last && (kind === upper || (kind === lower && last === upper && at - start > 1))) humped = true;
        last = kind;
      }
      if (last === digit && (code | 32) === letterV && isVersion(text, start, at)) at = start + 1;
    }
    const mark = at < end ? markAt(text, at) : '';
    onPart?.(start, at, mark);
    const single = at - start === 1;
    const long = at - start > longestPart;
    const joined = touching && start - beforeEnd <= longestJoiner;
    if (long || (single && mark !== '') || (joined && start === beforeEnd)) {
      out += text.slice(copied, start) + ' ' + text.slice(start, Math.min(at, start + longestPart)) + (single ? mark : '') + ' ';
      copied = at + mark.length;
    }
    if (joined || mark !== '') {
      const part = text.slice(start, Math.min(at, start + longestPart));
      if (mark !== '' && !single) joints.push(part + mark);
      if (joined) {
        const left = before !== '' ? before : text.slice(beforeStart, Math.min(beforeEnd, beforeStart + longestPart));
        joints.push(left + widen(text, beforeEnd, start) + part + (single ? mark : ''));
      }
      before = single ? part + mark : '';
    } else {
      before = '';
    }
    if (humped && !long) addHumps(text.slice(start, at), humps);
    at += mark.length;
    beforeStart = start;
    beforeEnd = at;
    touching = true;
  }
  out = copied === 0 ? text : out + text.slice(copied);
  if (joints.length === 0 && humps.length === 0) return out;
  out += ' ' + groupMark + ' ' + distinct(joints);
  return humps.length === 0 ? out : out + ` ${groupMark} ` + distinct(humps, ` ${groupMark} `);
}

function distinct(terms: readonly string[], between = ' '): string {
  return terms.length < 2 ? (terms[0] ?? '') : [...new Set(terms)].join(between);
}

/** What makes `C++` and `C#` other words than `C`: directly behind a part, with no word behind it. */
function markAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code === plus) return text.charCodeAt(at + 1) === plus && text.charCodeAt(at + 2) !== plus ? wide(plus) + wide(plus) : '';
  if (code === hash) return isWord(text.charCodeAt(at + 1)) ? '' : wide(hash);
  return '';
}

/** A joiner as the tokenizer keeps it: its full-width form, which is beyond ASCII. */
function wide(code: number): string {
  return String.fromCharCode(code + 0xfee0);
}

function widen(text: string, from: number, to: number): string {
  let result = '';
  for (let at = from; at < to; at++) result += wide(text.charCodeAt(at));
  return result;
}

function isWord(code: number): boolean {
  return code >= 128 || (code > 0 && classes[code] !== other && classes[code] !== joiner);
}

/** The `v1` of `v1.2.3` is two parts, so that `1.2.3` is in it. */
function isVersion(text: string, start: number, stop: number): boolean {
  for (let at = start + 1; at < stop; at++) if (classes[text.charCodeAt(at)] !== digit) return false;
  return true;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

/** Scripts written without spaces, and everything outside the basic plane: each character is a part. */
function isUnit(code: number): boolean {
  if (code < 0x0e00) return false;
  return (
    code < 0x0f00 || // Thai, Lao
    (code >= 0x1000 && code < 0x10a0) || // Myanmar
    (code >= 0x1780 && code < 0x1800) || // Khmer
    (code >= 0x2190 && code < 0xa4d0) || // symbols, kana, ideographs, Yi
    (code >= 0xac00 && code < 0xfb00) // Hangul, surrogates, private use, compatibility ideographs
  );
}

const hump = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[\u0080-\uffff]+/g;

function addHumps(word: string, humps: string[]): void {
  const found = word.match(hump) ?? [];
  let before = '';
  for (const part of found) {
    humps.push(part);
    if (before !== '' && found.length > 2) humps.push(before + part);
    before = part;
  }
}

const beyondAscii = /[^\x00-\x7f]+/g;
const folded = new Map<string, string>();
const foldedAtMost = 4096;

/** Without diacritics, beyond ASCII in lower case, typographic signs as their ASCII ones, nothing that is not indexed. */
function fold(text: string): string {
  return text.replace(beyondAscii, (run) => {
    const known = folded.get(run);
    if (known !== undefined) return known;
    const result = foldRun(run);
    if (run.length <= 8) {
      if (folded.size >= foldedAtMost) folded.clear();
      folded.set(run, result);
    }
    return result;
  });
}

/** The same character by character, with where each one came from. */
function foldWithPlaces(text: string): { readonly text: string; readonly starts: number[]; readonly ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  let out = '';
  let at = 0;
  for (const match of text.matchAll(characters)) {
    const [character] = match;
    at = match.index;
    const folded = character.charCodeAt(0) < 128 ? character : foldRun(character);
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(at);
      ends.push(at + character.length);
    }
    out += folded;
  }
  return { text: out, starts, ends };
}

// A character with what belongs to it: marks, the voiced marks of half-width kana, the vowels and tails of Hangul, the skin of emoji.
const characters = /[\x00-\x7f]|[^\x00-\x7f][\p{M}\uff9e\uff9f\u3099\u309a\u1160-\u11ff\u200d\u{1f3fb}-\u{1f3ff}]*/gu;

const marks = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
const special = /[łŁøØđĐðÐħĦıßẞæÆœŒþÞ‘’ʼ′‐‑]/g;
const specials: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  þ: 'th',
  Þ: 'TH',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '′': "'",
  '‐': '-',
  '‑': '-',
};
const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u{1f3fb}-\u{1f3ff}\u{e0000}-\u{e01ef}]/gu;
const notIndexed = /[^\x00-\x7f\p{L}\p{N}\p{M}\p{Sc}\p{Extended_Pictographic}\p{Regional_Indicator}]+/gu;

// ASCII letters keep their case: the tokenizer folds it, and humps are seen by it.
function foldRun(run: string): string {
  return run
    .normalize('NFKD')
    .replace(marks, '')
    .normalize('NFC')
    .replace(special, (char) => specials[char] ?? char)
    .replace(beyondAscii, (rest) => rest.toLowerCase().replaceAll('ς', 'σ'))
    .replace(invisible, '')
    .replace(notIndexed, ' ');
}
