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
 * Matches typed words against a text: each must stand in it as it is, or be made of beginnings of its words, in their order: `mtt` and
 * `movtr` find “Move to the trash”, `rash` does, `mvt` does not. Letters that merely happen to be there are no match. Null when a word
 * is not there.
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

/** The best places for a word's letters: in one run anywhere, or spread over the beginnings of words. */
function matchWord(word: string, text: string): { readonly score: number; readonly places: readonly number[] } | null {
  const ways = [...runsOf(word, text), ...spreadOf(word, text)];
  const [first, ...others] = ways;
  if (!first) return null;
  const best = others.reduce((one, other) => (other.score > one.score ? other : one), first);
  const places: number[] = [];
  for (let way: Way | null = best; way; way = way.from) places.push(way.at);
  return { score: best.score, places };
}

/** Everywhere that the word stands as it is. */
function runsOf(word: string, text: string): readonly Way[] {
  const runs: Way[] = [];
  for (let begin = text.indexOf(word); begin !== -1; begin = text.indexOf(word, begin + 1)) {
    let way: Way | null = null;
    for (let at = begin; at < begin + word.length; at++) way = next(way, text, at);
    if (way) runs.push(way);
  }
  return runs;
}

/** For every prefix of the word and end in the text, the best way to it that begins at a word and goes on in it or at a later one. */
function spreadOf(word: string, text: string): readonly Way[] {
  let before: readonly Way[] = [];
  for (let letter = 0; letter < word.length; letter++) {
    const ways: Way[] = [];
    let best: Way | null = null;
    for (let at = letter; at < text.length; at++) {
      const previous: Way | undefined = before[at - 1];
      if (previous && (!best || previous.score > best.score)) best = previous;
      if (text[at] !== word[letter]) continue;
      const run = previous ? next(previous, text, at) : null;
      const jump = isWordBegin(text, at) && (letter === 0 || best) ? next(best, text, at) : null;
      const way = run && jump ? (run.score >= jump.score ? run : jump) : (run ?? jump);
      if (way) ways[at] = way;
    }
    before = ways;
  }
  return before.filter(Boolean);
}

function next(from: Way | null, text: string, at: number): Way {
  const own = at === 0 ? worth.beginning : isWordBegin(text, at) ? worth.wordBegin : worth.inside;
  return { score: (from?.score ?? 0) + (from?.at === at - 1 ? Math.max(worth.next, own) : own), at, from };
}

interface Way {
  readonly score: number;
  readonly at: number;
  readonly from: Way | null;
}

function isWordBegin(text: string, at: number): boolean {
  return at === 0 || !isLetter(text.charAt(at - 1));
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
