import { arrayOf, objectOf, textOf } from '../../../shared/json.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';

/**
 * That a conversation was starred or pinned there, and the tags that it had.
 *
 * @param tags names, or objects with a name; anything else is none
 */
export function keptThere(starred: boolean, tags: unknown = null): Pick<ParsedConversation, 'starred' | 'tags'> {
  const names = arrayOf(tags).flatMap((tag) => textOf(tag) ?? textOf(objectOf(tag)['name']) ?? []);
  return { ...(starred && { starred: true }), ...(names.length > 0 && { tags: names }) };
}
