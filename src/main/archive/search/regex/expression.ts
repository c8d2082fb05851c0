import { RE2JS } from 're2js';
import type { Regex } from '../../../../shared/query/ast.ts';
import { engineWords } from './engine-words.ts';
import { neededBy, wholeWords, type Needed } from './needed.ts';
import { readExpression, Refused } from './syntax.ts';

/** A regular expression that is ready to be looked for. It takes time that grows with the text alone, whatever it is. */
export interface Expression {
  readonly test: (text: string) => boolean;
  /** Its places in order, without empty ones and without overlaps; UTF-16 offsets. Fewer in a long text. */
  readonly find: (text: string, limit: number) => readonly { readonly from: number; readonly to: number }[];
  readonly needed: Needed;
  /** Words that are surely in every text it is found in, in lower case, as the index has them. */
  readonly words: readonly string[];
}

const longestSource = 1000;
/** Instructions of the engine: what the time per character grows with, at worst. */
const largestProgram = 5000;
const expressionsHeld = 64;

const held = new Map<string, Expression | string>();

/** The expression of a query, or a sentence that says why it cannot be looked for. */
export function expressionOf({ text, flags }: Pick<Regex, 'text' | 'flags'>): Expression | string {
  const key = `${flags}/${text}`;
  const known = held.get(key);
  if (known !== undefined) return known;
  const made = compile(text, flags);
  if (held.size >= expressionsHeld) held.clear();
  held.set(key, made);
  return made;
}

function compile(source: string, flags: string): Expression | string {
  if (source.length > longestSource)
    return `This expression is too long; ${longestSource.toLocaleString('en')} characters is the most.`;
  try {
    const piece = readExpression(source, flags);
    const engine = RE2JS.compile(engineWords(piece), flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
    if (engine.programSize() > largestProgram) return 'This expression is too large to be searched; repeat less in it.';
    const needed = neededBy(piece, flags);
    return { test: testing(engine, needed), find: finding(engine, needed), needed, words: wholeWords(needed) };
  } catch (error) {
    const why = error instanceof Refused ? error.message : reasonOf(error);
    return `This expression cannot be searched: ${why}.`;
  }
}

/** What the engine says is wrong, without its own beginning. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
}

/** Clauses that a text is tried with before the engine reads it. */
const clausesTried = 3;

/** Without this, letters in any case are found at 20 MB/s. */
function mayMatch({ fold, clauses }: Needed): (text: string) => boolean {
  const tried = clauses.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, clausesTried);
  if (tried.length === 0) return () => true;
  return (text) => {
    const looked = fold ? folded(text) : text;
    return tried.every((clause) => clause.some((part) => looked.includes(part)));
  };
}

function lengthOf(clause: readonly string[]): number {
  return Math.min(...clause.map((part) => part.length));
}

/** In lower case; the one letter that is another's capital and no capital itself, the long s, as `s`. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's');
}

function testing(engine: RE2JS, needed: Needed): Expression['test'] {
  const may = mayMatch(needed);
  return (text) => may(text) && engine.test(text);
}

/** Characters that the search for places may go through, were each place to be looked for to the end of the text. */
const charactersLookedAt = 5_000_000;
const placesAtLeast = 10;

function finding(engine: RE2JS, needed: Needed): Expression['find'] {
  const may = mayMatch(needed);
  return (text, limit) => {
    const found: { from: number; to: number }[] = [];
    if (!may(text) || !engine.test(text)) return found;
    const most = Math.min(limit, Math.max(placesAtLeast, Math.floor(charactersLookedAt / text.length)));
    const matcher = engine.matcher(text);
    let empty = 0;
    while (found.length < most && empty < emptyAtMost && matcher.find()) {
      const from = matcher.start();
      const to = matcher.end();
      if (to > from) found.push({ from, to });
      else empty++;
    }
    return found;
  };
}

/** Empty places that are gone past. */
const emptyAtMost = 10_000;
