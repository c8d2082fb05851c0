import type { Tag } from '../../shared/contract.ts';
import type { TagColor } from '../../shared/requests.ts';
import { match } from '../commands/fuzzy.ts';

/** How many of what is being tagged carry a tag. */
export type Carried = 'all' | 'some' | 'none';

/** A line of the tag dialog: a tag there is, or one that would be made. */
export interface TagChoice {
  readonly name: string;
  readonly color: TagColor | null;
  /** Null for a tag that is not there yet. */
  readonly count: number | null;
  readonly marks: readonly (readonly [from: number, to: number])[];
}

const names = new Intl.Collator(undefined, { numeric: true });

/** The order of tags by name: `part 2` before `part 12`. */
export function byName(a: string, b: string): number {
  return names.compare(a, b);
}

/** How far each tag is carried by conversations with these tags. */
export function carriedBy(tagsOfEach: readonly (readonly string[])[]): ReadonlyMap<string, Carried> {
  const counts = new Map<string, number>();
  for (const tags of tagsOfEach) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return new Map([...counts].map(([tag, count]) => [tag, count === tagsOfEach.length ? 'all' : 'some']));
}

/** The tags that answer what was typed, and a new one when there is none of that very name. Without words: those used last come first. */
export function tagChoices(typed: string, tags: Iterable<Tag>, recent: readonly string[]): readonly TagChoice[] {
  const wanted = typed.trim();
  const place = (name: string): number => {
    const at = recent.indexOf(name);
    return at === -1 ? recent.length : at;
  };
  const found = [...tags]
    .flatMap(({ name, color, conversations }) => {
      const how = match(wanted, name);
      return how ? [{ choice: { name, color, count: conversations, marks: how.marks }, score: how.score }] : [];
    })
    .sort(
      (a, b) =>
        (wanted === '' ? 0 : b.score - a.score) ||
        place(a.choice.name) - place(b.choice.name) ||
        b.choice.count - a.choice.count ||
        byName(a.choice.name, b.choice.name),
    )
    .map(({ choice }): TagChoice => choice);
  const there = found.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return wanted === '' || there ? found : [...found, { name: wanted, color: null, count: null, marks: [] }];
}

/** The names used last, newest first, with one more. */
export function withRecent(recent: readonly string[], name: string): readonly string[] {
  return [name, ...recent.filter((other) => other !== name)].slice(0, 12);
}
