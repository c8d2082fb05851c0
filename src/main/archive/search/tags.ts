import { z } from 'zod';
import type { Tag } from '../../../shared/contract.ts';
import { tagColors } from '../../../shared/requests.ts';
import { bySet } from './facets.ts';
import { lookedInto, type SearchContext } from './sets.ts';
import { sql } from '../sql.ts';

/** Every tag there is, also one that no conversation has any more, in order of its name. */
export function readTags(context: SearchContext): readonly Tag[] {
  const { db, columns } = context;
  const counts = bySet(lookedInto(context, null), columns.tags, columns.tagSets, columns.tagNames);
  return db
    .all<{ name: string; color: string | null }>(sql`select name, color from user.tag order by name collate nocase`)
    .map(({ name, color }) => ({ name, color: colorSchema.parse(color), conversations: counts.get(name) ?? 0 }));
}

/** A colour that this version does not know is none. */
const colorSchema = z.enum(tagColors).nullable().catch(null);
