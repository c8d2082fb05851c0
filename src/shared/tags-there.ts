import type { Conversation } from './model.ts';

/** Tags that the provider alone gave: the person's own of the same name, in any case of letters, stands for both. */
export function onlyThere({ tags, tagsThere }: Pick<Conversation, 'tags' | 'tagsThere'>): readonly string[] {
  if (tagsThere.length === 0) return tagsThere;
  const own = new Set(tags.map((name) => name.toLowerCase()));
  return tagsThere.filter((name) => !own.has(name.toLowerCase()));
}
