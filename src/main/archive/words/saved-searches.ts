import { z } from 'zod';
import type { Change, SavedSearch } from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { sortOrders, type Request } from '../../../shared/requests.ts';
import { change, setSearch, type SearchRow, type Step } from './changes.ts';
import { sql, type Db } from '../sql.ts';

/** The searches that the person keeps, on a connection of `openUser`. Each of these changes can be undone. */

const columns = sql`id, name, query, sort, reverse, position`;
const inOrder = sql`order by position, id`;
/** One that a newer program wrote reads as the usual order. */
const sortSchema = z.enum(sortOrders).nullable().catch(null);

/** All of them in the person's order, on a connection of `openArchive`. */
export function readSavedSearches(db: Db): readonly SavedSearch[] {
  return db
    .all<SearchRow & { id: number }>(sql`select ${columns} from user.saved_search ${inOrder}`)
    .map(({ id, name, query, sort, reverse }) => ({ id, name, query, sort: sortSchema.parse(sort), reverse: reverse === 1 }));
}

/** The new one is the last; its id is in the answer. */
export function saveSearch(user: Db, { name, query, sort, reverse }: Request<'saveSearch'>): Change & { readonly id: number } {
  let id = 0;
  const done = change(user, 'saveSearch', () => {
    const last = user.get<{ position: number | null }>(sql`select max(position) as position from saved_search`)?.position ?? 0;
    const made = setSearch(user, null, { name, query, sort, reverse: reverse ? 1 : 0, position: last + 1 });
    id = made.id;
    return made.steps;
  });
  return { ...done, id };
}

/** @throws ArchiveError `NotFound` */
export function changeSavedSearch(user: Db, { id, name, query, sort, reverse }: Request<'changeSavedSearch'>): Change {
  return change(user, 'changeSavedSearch', () => {
    const known = knownSearch(user, id);
    return setSearch(user, id, {
      ...known,
      ...(name !== undefined && { name }),
      ...(query !== undefined && { query }),
      ...(sort !== undefined && { sort }),
      ...(reverse !== undefined && { reverse: reverse ? 1 : 0 }),
    }).steps;
  });
}

/** Puts one before another, null: to the end. @throws ArchiveError `NotFound` */
export function moveSavedSearch(user: Db, { id, before }: Request<'moveSavedSearch'>): Change {
  return change(user, 'moveSavedSearch', () => {
    const moved = knownSearch(user, id);
    if (before !== null) knownSearch(user, before);
    const all = user.all<{ id: number }>(sql`select id from saved_search ${inOrder}`).map((row) => row.id);
    const others = all.filter((other) => other !== id);
    const place = before === null ? others.length : before === id ? all.indexOf(id) : others.indexOf(before);
    if (place === all.indexOf(id)) return [];
    const position = between(user, others[place - 1], others[place]);
    if (position !== null) return setSearch(user, id, { ...moved, position }).steps;
    // Halved so often that no number is left between the two: all are numbered anew.
    return others.toSpliced(place, 0, id).flatMap((one, at): readonly Step[] => {
      return setSearch(user, one, { ...knownSearch(user, one), position: at + 1 }).steps;
    });
  });
}

/** @throws ArchiveError `NotFound` */
export function deleteSavedSearch(user: Db, id: number): Change {
  return change(user, 'deleteSavedSearch', () => {
    knownSearch(user, id);
    return setSearch(user, id, null).steps;
  });
}

/** A place between two, or null when there is none. */
function between(user: Db, low: number | undefined, high: number | undefined): number | null {
  const after = low === undefined ? null : knownSearch(user, low).position;
  const upTo = high === undefined ? null : knownSearch(user, high).position;
  const middle = after === null ? (upTo ?? 1) - 1 : upTo === null ? after + 1 : (after + upTo) / 2;
  return (after === null || middle > after) && (upTo === null || middle < upTo) ? middle : null;
}

function knownSearch(user: Db, id: number): SearchRow {
  const known = user.get<SearchRow>(sql`select name, query, sort, reverse, position from saved_search where id = ${id}`);
  if (known === undefined) throw new ArchiveError('NotFound', 'This saved search is not there any more.');
  return known;
}
