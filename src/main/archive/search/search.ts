import type {
  Completion,
  HitCounts,
  Histogram,
  Hits,
  Passages,
  Problem,
  Reading,
  Results,
  SearchPage,
  SearchRow,
  Tag,
  Total,
} from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Node, Query } from '../../../shared/query/ast.ts';
import { parse } from '../../../shared/query/parse.ts';
import type { Request, Selection, SortOrder } from '../../../shared/requests.ts';
import { keyOf, readConversations } from '../conversations.ts';
import { countFacets, countTimes, isFacet, isTime } from './facets.ts';
import { isDamage } from '../faults.ts';
import { checkIndexFile } from '../index/index-file.ts';
import type { Archive } from '../open.ts';
import { Columns, flag } from './columns.ts';
import type { Mask } from './filters.ts';
import { complete } from './complete.ts';
import { Lately } from './lately.ts';
import { inOrder } from './order.ts';
import { countHits, hitsOf, lookFor, messagesThatHit, passagesAfter, type LookedFor } from './hits.ts';
import { readPassages, type Sought } from './passages.ts';
import { evidenceAtMost, messageMatches, messageRows, nothingInMessages } from './rank.ts';
import { RestReader } from './reading/reader.ts';
import type { Rest } from './reading/rest.ts';
import { Unindexed } from './reading/unindexed.ts';
import { countOf, findConversations, lookedInto, type SearchContext } from './sets.ts';
import { nearestWords, whatEmptied } from './emptied.ts';
import { conjuncts, searchable } from './terms.ts';
import { readTags } from './tags.ts';
import { sql } from '../sql.ts';

/** Everything that is asked with a query. One per reader: it holds columns and the last results. */
export interface Search {
  readonly search: (request: Request<'search'>) => SearchPage;
  readonly total: (request: Request<'total'>) => Total;
  readonly facets: (request: Request<'facets'>) => Results['facets'];
  readonly histogram: (request: Request<'histogram'>) => Histogram;
  readonly complete: (request: Request<'complete'>) => Completion;
  readonly hits: (request: Request<'hits'>) => Hits;
  readonly passages: (request: Request<'passages'>) => Passages;
  readonly hitCounts: (request: Request<'hitCounts'>) => HitCounts;
  /** Reads what every answer looks at, before the first is asked for. */
  readonly warm: () => void;
  readonly tags: () => readonly Tag[];
  /** conversation.id of everything selected: of a query in its order (the newest first), of a list in its own. Ids that are no more are left out. */
  readonly selectKeys: (selection: Selection, sort?: SortOrder, reverse?: boolean) => readonly number[];
  /** The same as text ids. */
  readonly selectIds: (selection: Selection) => readonly string[];
}

/** A query as it was read, and what it finds. Whoever asks only reads the mask. */
interface Found {
  readonly query: Query;
  readonly root: Node | null;
  readonly problems: readonly Problem[];
  readonly mask: Mask;
  /** How the sets behind it are made. */
  readonly context: SearchContext;
  readonly reading: Reading | null;
  /** The same as long as the result is. */
  readonly stamp: string;
  readonly rest: Rest | null;
}

/** A query as it was read; what its result is kept by. */
interface Asked extends Pick<Found, 'query' | 'root' | 'problems' | 'rest'> {
  readonly key: string;
  /** Null: some of it is read. */
  readonly mask: Mask | null;
}

/** A result in its order, with what passages are looked up with. */
interface Ordered {
  readonly order: Uint32Array;
  readonly problems: readonly Problem[];
  readonly sought: Sought;
}

/** Queries and orders that are held: the list, its total, facets and histogram ask the same one after the other. */
const resultsHeld = 8;

/**
 * @param stopped asked between slices of the work; when it says true, the call fails as `Cancelled`
 * @param now epoch milliseconds that `today` is taken from
 * @param isIndexDamaged asked when a file of the archive is found to be damaged: whether it is the index, which is then not asked again
 */
export function createSearch(
  archive: Archive,
  stopped: () => boolean = () => false,
  now: () => number = Date.now,
  isIndexDamaged: () => boolean = () => !checkIndexFile(archive.dir, false).ok,
): Search {
  const { db } = archive;
  const columns = new Columns();
  const unindexed = new Unindexed();
  const context: SearchContext = {
    db,
    columns,
    stopped,
    scans: new Map(),
    many: new Set(),
    own: new Map(),
    isIndexed: (id) => !unindexed.all && unindexed.mask?.[id] !== 1,
  };
  const restReader = new RestReader(context, unindexed);
  const askedLately = new Lately<Asked>(resultsHeld);
  const hitsLately = new Lately<{ readonly looked: LookedFor; readonly rows: Float64Array }>(resultsHeld);
  const orderedLately = new Lately<Ordered>(resultsHeld);

  /** Everything of one answer is read from one state of the files. When the index turns out to be damaged, all of it is read without it. */
  const answer = <Result>(work: () => Result): Result => {
    try {
      return answerOnce(work);
    } catch (error) {
      if (!isDamage(error) || unindexed.all || !isIndexDamaged()) throw error;
      unindexed.damaged();
      return answerOnce(work);
    }
  };

  const answerOnce = <Result>(work: () => Result): Result =>
    db.snapshot(() => {
      try {
        columns.refresh(db);
        unindexed.refresh(db, columns);
        return work();
      } finally {
        context.scans.clear();
        context.many.clear();
        context.own.clear();
      }
    });

  const read = (text: string, typing: boolean) => {
    const { query, problems } = parse(text, { typing, now: now() });
    const { root, problems: more } = searchable(query);
    return { query: { root }, root, problems: [...problems, ...more] };
  };

  /** A day is part of it because of `today`. */
  const keyOfQuery = (text: string, typing: boolean): string =>
    [columns.version, unindexed.stamp, new Date(now()).toDateString(), typing, text].join('\n');

  const asked = (text: string, typing: boolean): Asked => {
    const key = keyOfQuery(text, typing);
    return askedLately.get(key, () => {
      const parsed = read(text, typing);
      const rest = restReader.restOf(key, parsed.root);
      return { ...parsed, key, rest, mask: rest === null ? findConversations(context, parsed.root) : null };
    });
  };

  /** @param without true of filters that the answer looks beyond: what they leave out is read too */
  const find = (text: string, typing: boolean, { without, toEnd = false }: Looking = {}): Found => {
    const { mask, rest, key, ...parsed } = asked(text, typing);
    if (mask !== null || rest === null)
      return { ...parsed, mask: mask ?? lookedInto(context, parsed.root), context, reading: null, stamp: key, rest: null };
    const wider =
      without === undefined ? rest : (restReader.restOf(`${key}\n${without.name}`, droppedFrom(rest.root, without)) ?? rest);
    const found = restReader.readOn(rest, wider, toEnd);
    return {
      ...parsed,
      mask: found.mask,
      context: { ...context, rest },
      reading: found.reading,
      stamp: `${found.stamp}\n${key}`,
      rest,
    };
  };

  const order = ({ root, problems, mask, stamp, rest }: Found, sort: SortOrder, reverse: boolean): Ordered =>
    orderedLately.get(`${sort} ${reverse}\n${stamp}`, () => {
      const matches = unindexed.all ? nothingInMessages : messageMatches(context, root);
      const begun =
        matches.begun === null
          ? null
          : {
              all: matches.all === null ? new Float64Array(0) : messageRows(context, matches.all, true),
              any: messageRows(context, matches.begun, true),
            };
      const met = new Map<string, Float64Array | 'many'>();
      const meeting: Sought['meeting'] = ({ match, meets }) => {
        const known = met.get(match);
        if (known !== undefined) return known;
        if (!meets) return null;
        const rows = messageRows(context, match, false);
        const few = rows.length < evidenceAtMost ? rows : 'many';
        met.set(match, few);
        return few;
      };
      const readFrom = (key: number): number | null => rest?.reads.foundIn(columns, key) ?? null;
      const sought = { ...lookFor(root), matches, meeting, begun, readFrom };
      // Without the index no conversation has a better claim than another.
      const ordered = inOrder(context, mask, sort, reverse, unindexed.all ? null : root, matches);
      // What decided or ranked the result is where its passages are.
      for (const { match } of matches.plain) {
        const scan = context.scans.get(match);
        if (scan !== undefined || context.many.has(match)) met.set(match, scan?.rows ?? 'many');
      }
      return { order: ordered, problems, sought };
    });

  const search: Search['search'] = ({ query, sort, reverse, limit, cursor, typing, passages }) =>
    answer(() => {
      const result = find(query, typing);
      const { order: all, problems, sought } = order(result, sort, reverse);
      const from = cursor === undefined ? 0 : placeOf(cursor, all);
      const keys = [...all.subarray(from, from + limit)];
      const conversations = readConversations(db, keys);
      const keyed = keysOf(keys, conversations.length, () => db.all<{ id: number; text: string }>(textIds(keys)));
      const page = conversations.map((conversation, at) => ({
        key: keyed?.get(conversation.id) ?? keys[at] ?? 0,
        title: conversation.title,
      }));
      const found = readPassages(context, page, sought, passages);
      const rows = conversations.map((conversation, at): SearchRow =>
        Object.assign(conversation, keptOf(page[at]?.key ?? 0), { passages: found.get(page[at]?.key ?? 0) ?? [] }),
      );
      const next = from + keys.length;
      return {
        rows,
        cursor: next < all.length ? cursorAt(next, all) : null,
        problems,
        total: all.length,
        reading: result.reading,
      };
    });

  const keptOf = (key: number): Pick<SearchRow, 'noted' | 'archived' | 'trashed'> => {
    const flags = columns.flags[key] ?? 0;
    return {
      noted: (flags & flag.note) !== 0,
      archived: (flags & (flag.archivedHere | flag.archivedThere)) !== 0,
      trashed: (flags & flag.trashed) !== 0,
    };
  };

  const total: Search['total'] = ({ query, typing }) =>
    answer(() => {
      const found = find(query, typing);
      const { root, problems, reading } = found;
      const conversations = countOf(found.mask);
      const isNothing = conversations === 0 && reading === null;
      return {
        conversations,
        without: isNothing ? emptiedBy(query, found) : [],
        nearest: isNothing && !unindexed.all ? nearestWords(context, query, root) : [],
        problems,
        reading,
      };
    });

  const emptiedBy = (query: string, { root, rest }: Found): Total['without'] => {
    if (rest === null) return whatEmptied(context, query, root);
    return conjuncts(root).flatMap((node) => {
      const conversations = restReader.countWithout(rest, node);
      return conversations === null
        ? []
        : [{ from: node.from, to: node.to, text: query.slice(node.from, node.to), conversations }];
    });
  };

  return {
    search,
    total,
    facets: ({ query, typing, names, limit }) =>
      answer(() => {
        const found = find(query, typing, { without: { name: 'facets', is: isFacet } });
        return { facets: countFacets(found.context, found, names, limit), reading: found.reading };
      }),
    histogram: ({ query, typing, by }) =>
      answer(() => {
        const found = find(query, typing, { without: { name: 'times', is: isTime } });
        return { ...countTimes(found.context, found, by), reading: found.reading };
      }),
    complete: ({ query, caret }) => answer(() => complete(context, query, caret)),
    hits: ({ id, query, limit }) =>
      answer(() => {
        const key = keyOf(db, id);
        const { looked, rows } = hitsLookedUp(key, query, false);
        return hitsOf(context, key, looked, rows, limit);
      }),
    passages: ({ id, query, typing, after, limit }) =>
      answer(() => {
        const key = keyOf(db, id);
        const { looked, rows } = hitsLookedUp(key, query, typing);
        const [conversation] = readConversations(db, [key]);
        return passagesAfter(context, { key, title: conversation?.title ?? '' }, looked, rows, { after, limit });
      }),
    hitCounts: ({ ids, query, typing }) =>
      answer(() => {
        const keys = ids.map((id) => existing([id])[0] ?? null);
        return { counts: countHits(context, keys, lookFor(read(query, typing).root)) };
      }),
    warm: () => answer(() => void columns.byTime()),
    tags: () => answer(() => readTags(context)),
    selectKeys: (selection, sort, reverse) => answer(() => select(selection, sort, reverse)),
    selectIds: (selection) =>
      answer(() => {
        const keys = select(selection);
        const ids = new Map(db.all<{ id: number; text: string }>(textIds(keys)).map(({ id, text }) => [id, text]));
        return keys.flatMap((key) => ids.get(key) ?? []);
      }),
  };

  function select(selection: Selection, sort: SortOrder = 'newest', reverse = false): readonly number[] {
    if ('ids' in selection) return existing(selection.ids);
    const except = new Set(existing(selection.except));
    const all = order(find(selection.query, false, { toEnd: true }), sort, reverse).order;
    return [...all].filter((key) => !except.has(key));
  }

  /** Held for as long as the conversation and the query are the same. */
  function hitsLookedUp(
    key: number,
    query: string,
    typing: boolean,
  ): { readonly looked: LookedFor; readonly rows: Float64Array } {
    const generation =
      db.get<{ generation: number }>(sql`select generation from conversation where id = ${key}`)?.generation ?? 0;
    return hitsLately.get([key, generation, new Date(now()).toDateString(), typing, query].join('\n'), () => {
      const looked = lookFor(read(query, typing).root);
      return { looked, rows: messagesThatHit(context, key, looked) };
    });
  }

  function existing(ids: readonly string[]): readonly number[] {
    return ids.flatMap((id) => {
      try {
        return [keyOf(db, id)];
      } catch (error) {
        if (error instanceof ArchiveError && error.code === 'NotFound') return [];
        throw error;
      }
    });
  }
}

interface Looking {
  readonly without?: { readonly name: string; readonly is: (node: Node) => boolean };
  /** Reads until nothing is left. */
  readonly toEnd?: boolean;
}

/** The query without filters that stand or are excluded at its top. */
function droppedFrom(root: Node, { is }: NonNullable<Looking['without']>): Node {
  const nodes = conjuncts(root).filter((node) => !is(node.kind === 'not' ? node.node : node));
  const [only] = nodes;
  if (only === undefined) return root;
  return nodes.length === 1 ? only : { kind: 'and', nodes, from: root.from, to: root.to };
}

function textIds(keys: readonly number[]) {
  return sql`
    select id, provider || ':' || native_id as text from conversation
    where id in (select value from json_each(${JSON.stringify(keys)}))`;
}

/** Text ids to keys, needed only when a row of the page was not there any more. */
function keysOf(
  keys: readonly number[],
  there: number,
  rows: () => readonly { id: number; text: string }[],
): ReadonlyMap<string, number> | null {
  return there === keys.length ? null : new Map(rows().map(({ id, text }) => [text, id]));
}

/** Where a page begins: the place, and the conversation before it, by which the place is found again in a changed result. */
function cursorAt(place: number, order: Uint32Array): string {
  return `${place} ${order[place - 1] ?? 0}`;
}

function placeOf(cursor: string, order: Uint32Array): number {
  const [place = 0, before = 0] = cursor.split(' ').map(Number);
  if (!Number.isSafeInteger(place) || place < 0) throw new ArchiveError('BadInput', 'This cursor is not one of ours.');
  if (place === 0 || order[place - 1] === before) return place;
  const moved = order.indexOf(before);
  return moved < 0 ? place : moved + 1;
}
