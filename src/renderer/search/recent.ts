import { z } from 'zod';

/** The archive's setting that holds them, as a JSON list. */
export const recentSetting = 'search.recent';

const most = 20;
/** UTF-16 units of a query that is remembered: a longer one was pasted. */
const longest = 500;

const schema = z.array(z.string());

/** What was searched for, the latest first, as it is stored. */
export function recentSearches(stored: string): readonly string[] {
  try {
    return schema.parse(JSON.parse(stored)).filter((query) => query.trim() !== '');
  } catch {
    return [];
  }
}

/** With one more, in front. `grownFrom`: what this is the rest of, remembered while it was being typed. */
export function storedWith(stored: string, query: string, grownFrom: string | null = null): string {
  const kept = query.trim();
  const recent = recentSearches(stored);
  if (kept === '' || kept.length > longest) return JSON.stringify(recent);
  const grown = grownFrom !== null && kept.startsWith(grownFrom) ? grownFrom : kept;
  return JSON.stringify([kept, ...recent.filter((other) => other !== kept && other !== grown)].slice(0, most));
}

export function storedWithout(stored: string, query: string): string {
  return JSON.stringify(recentSearches(stored).filter((other) => other !== query));
}

/** Those that go on like what is written; none when nothing is. */
export function recentLike(recent: readonly string[], written: string, limit: number): readonly string[] {
  const begun = written.trimStart().toLowerCase();
  if (begun.length < 2) return [];
  return recent.filter((query) => query.toLowerCase().startsWith(begun) && query.length > begun.trimEnd().length).slice(0, limit);
}
