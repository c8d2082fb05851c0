/** How well a text answers what was typed. */
export interface Match {
  /** Higher is better; comparable between texts for the same typed words. */
  readonly score: number;
  /** UTF-16 ranges of the text that were matched, in order, not touching. */
  readonly marks: readonly (readonly [from: number, to: number])[];
}

/** What a matched letter is worth by where it stands. */
const worth = { beginning: 12, wordBegin: 9, next: 7, inside: 1 };
/** Longer texts than this are matched in their beginning only. */
const longest = 200;

/**
 * Matches typed words against a text: each word's letters must come in order, anywhere in it. Letters that begin words (initials)
 * and runs of letters count most, so that `mtt` finds “Move to the trash” and `trash` still finds it first. Null when a word is not there.
 */
export function match(typed: string, text: string): Match | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = lowered(text.slice(0, longest));
  const places = new Set<number>();
  let score = 0;
  for (const word of words) {
    const found = matchWord(word, lower);
    if (!found) return null;
    score += found.score;
    for (const place of found.places) places.add(place);
  }
  // Of two equal matches the one in the shorter text says more.
  return { score: score - lower.length / longest, marks: rangesOf([...places].sort((a, b) => a - b)) };
}

/** Lower case letter by letter: some grow longer in lower case, which would move the places. */
function lowered(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const letter = text.charAt(at);
    const lower = letter.toLowerCase();
    return lower.length === 1 ? lower : letter;
  }).join('');
}

/** The best places for a word's letters: for every prefix of the word and end in the text, the best way to it. */
function matchWord(word: string, text: string): { readonly score: number; readonly places: readonly number[] } | null {
  let before: readonly Way[] = [];
  for (let letter = 0; letter < word.length; letter++) {
    const ways: Way[] = [];
    let best: Way | null = null;
    for (let at = letter; at < text.length; at++) {
      const previous: Way | undefined = before[at - 1];
      if (letter > 0 && previous && (!best || previous.score > best.score)) best = previous;
      if (text[at] !== word[letter]) continue;
      if (letter === 0) ways[at] = { score: worthOf(text, at), at, from: null };
      else if (best) {
        const jump = best.score + worthOf(text, at);
        const run = previous ? previous.score + Math.max(worth.next, worthOf(text, at)) : Number.NEGATIVE_INFINITY;
        ways[at] = run >= jump && previous ? { score: run, at, from: previous } : { score: jump, at, from: best };
      }
    }
    if (ways.length === 0) return null;
    before = ways;
  }
  let end: Way | undefined;
  for (const way of before) if (way && (!end || way.score > end.score)) end = way;
  if (!end) return null;
  const places: number[] = [];
  for (let way: Way | null = end; way; way = way.from) places.push(way.at);
  return { score: end.score, places };
}

interface Way {
  readonly score: number;
  readonly at: number;
  readonly from: Way | null;
}

function worthOf(text: string, at: number): number {
  if (at === 0) return worth.beginning;
  return isLetter(text.charAt(at - 1)) ? worth.inside : worth.wordBegin;
}

function isLetter(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}

function rangesOf(places: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const place of places) {
    const range = ranges.at(-1);
    if (range && range[1] === place) range[1] = place + 1;
    else ranges.push([place, place + 1]);
  }
  return ranges;
}

/** Matches worth less than this part of the best are letters that happen to be there. */
const worthShowing = 0.5;

/** What matches, best first; in the order given where nothing was typed or two are as good. */
export function ranked<T>(
  typed: string,
  items: readonly T[],
  textOf: (item: T) => string,
): readonly { readonly item: T; readonly match: Match }[] {
  const found = items.flatMap((item) => {
    const how = match(typed, textOf(item));
    return how ? [{ item, match: how }] : [];
  });
  if (typed.trim() === '') return found;
  found.sort((a, b) => b.match.score - a.match.score);
  const least = (found[0]?.match.score ?? 0) * worthShowing;
  return found.filter((one) => one.match.score >= least);
}
