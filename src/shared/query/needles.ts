import type { Node, Query } from './ast.ts';
import { humpsIn, joins, partsIn, queryTerms, type FoundPart, type QueryTerms } from './index-terms.ts';

/** A word or phrase that is looked for in texts. */
export interface Needle extends QueryTerms {
  /** The last part may go on. */
  readonly prefix: boolean;
}

/** A place in a text; UTF-16 offsets. */
export interface Match {
  readonly from: number;
  readonly to: number;
  /** Which needle, by its place in the list. */
  readonly needle: number;
}

/** What a query looks for in texts: its words and phrases that are not excluded. Words of `title:` belong to titles alone. */
export function needlesOf(query: Query, place: 'text' | 'title'): readonly Needle[] {
  const needles: Needle[] = [];
  const add = (text: string, prefix: boolean): void => {
    const terms = queryTerms(text);
    if (terms.parts.length > 0) needles.push({ ...terms, prefix });
  };
  const visit = (node: Node): void => {
    if (node.kind === 'word') add(node.text, node.prefix);
    else if (node.kind === 'phrase') add(node.text, false);
    else if (node.kind === 'and' || node.kind === 'or') node.nodes.forEach(visit);
    else if (node.kind === 'filter' && node.field === 'title' && place === 'title') {
      for (const value of node.values) if (value.kind === 'text') add(value.text, value.prefix);
    }
  };
  if (query.root !== null) visit(query.root);
  return needles;
}

/** Where the needles are in a text, in order and without overlaps; at most `limit`. */
export function matchesIn(text: string, needles: readonly Needle[], limit = Number.POSITIVE_INFINITY): readonly Match[] {
  if (needles.length === 0 || text === '') return [];
  const parts = partsIn(text);
  const byFirst = firstParts(needles);
  const found: Match[] = [];
  let free = 0;
  for (let at = 0; at < parts.length && found.length < limit; at++) {
    const part = parts[at];
    if (part === undefined || part.from < free) continue;
    const match = matchAt(text, parts, at, needles, byFirst) ?? humpMatch(text, part, needles);
    if (match === null) continue;
    found.push(match);
    free = match.to;
  }
  return found;
}

interface FirstParts {
  readonly exact: ReadonlyMap<string, readonly number[]>;
  /** Needles of one part that may go on. */
  readonly open: readonly number[];
}

function firstParts(needles: readonly Needle[]): FirstParts {
  const exact = new Map<string, number[]>();
  const open: number[] = [];
  needles.forEach(({ parts, prefix }, index) => {
    const [first = ''] = parts;
    if (prefix && parts.length === 1) open.push(index);
    else exact.set(first, [...(exact.get(first) ?? []), index]);
  });
  return { exact, open };
}

/** The longest needle that begins with this part. */
function matchAt(
  text: string,
  parts: readonly FoundPart[],
  at: number,
  needles: readonly Needle[],
  { exact, open }: FirstParts,
): Match | null {
  const part = parts[at];
  if (part === undefined) return null;
  let best: Match | null = null;
  const consider = (needle: number): void => {
    const wanted = needles[needle];
    const to = wanted === undefined ? null : endOf(text, parts, at, wanted);
    if (to !== null && (best === null || to > best.to)) best = { from: part.from, to, needle };
  };
  exact.get(part.term)?.forEach(consider);
  for (const needle of open) if (part.term.startsWith(needles[needle]?.parts[0] ?? '')) consider(needle);
  return best;
}

/** Where the needle ends when it begins with the part at `at`, else null. */
function endOf(text: string, parts: readonly FoundPart[], at: number, needle: Needle): number | null {
  const last = needle.parts.length - 1;
  for (let index = 0; index <= last; index++) {
    const wanted = needle.parts[index] ?? '';
    const part = parts[at + index];
    if (part === undefined) return null;
    const same = index === last && needle.prefix ? part.term.startsWith(wanted) : part.term === wanted;
    if (!same) return null;
    const next = needle.parts[index + 1];
    const following = parts[at + index + 1];
    if (next !== undefined && following !== undefined) {
      const wantedJoints = needle.joints.filter((joint) => joins(joint, wanted, next));
      const goesOn = needle.prefix && index + 1 === last;
      const there = wantedJoints.length === 0 ? [] : queryTerms(text.slice(part.from, following.to)).joints;
      const touches = (joint: string): boolean => there.some((one) => (goesOn ? one.startsWith(joint) : one === joint));
      if (wantedJoints.length > 0 && !wantedJoints.some(touches)) return null;
    }
    // `count++` looks for more than `count`.
    if (next === undefined && last === 0 && needle.joints.length > 0 && !needle.prefix) {
      return needle.joints.includes(part.term + part.mark) ? part.to + part.mark.length : null;
    }
  }
  return parts[at + last]?.to ?? null;
}

/** `user` in `getUserName`. */
function humpMatch(text: string, part: FoundPart, needles: readonly Needle[]): Match | null {
  const word = text.slice(part.from, part.to);
  if (!/[a-z0-9][A-Z]|[A-Z]{2}[a-z]/.test(word)) return null;
  for (const hump of humpsIn(word)) {
    const needle = needles.findIndex((wanted) => {
      const term = oneTerm(wanted);
      return term !== null && (wanted.prefix ? hump.term.startsWith(term) : hump.term === term);
    });
    if (needle >= 0) return { from: part.from + hump.from, to: part.from + hump.to, needle };
  }
  return null;
}

/** What a needle is in the index when it is one term: a part, or two that touch (`v1`). */
function oneTerm({ parts, joints, exact }: Needle): string | null {
  return parts.length === 1 ? (parts[0] ?? null) : exact ? (joints[0] ?? null) : null;
}
