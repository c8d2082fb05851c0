import type { QueryClient } from '@tanstack/react-query';
import type { ArchiveClient, ConversationDetail } from '../../shared/contract.ts';
import { keep as text } from '../messages/index.ts';
import type { Target } from '../view.ts';
import type { Wish } from './changes.ts';
import { asksFor, leaves, notIn, type State } from './states.ts';

/** What the list shows while a change is wished for. */
export interface Around {
  readonly query: string;
  readonly archive: ArchiveClient;
  readonly cache: QueryClient;
  /** Ids of the rows that the list has at hand. */
  readonly listed: readonly string[];
}

/** The title of a target that is one conversation. */
export function titleOf({ ids, rows }: Target, cache: QueryClient): string | null {
  const [id] = ids ?? [];
  if (id === undefined || ids?.length !== 1) return null;
  return rows[0]?.title ?? detailOf(cache, id)?.conversation.title ?? null;
}

function detailOf(cache: QueryClient, id: string): ConversationDetail | undefined {
  return cache.getQueryData<ConversationDetail>(['conversation', id]);
}

/** Which conversations a patch of a target concerns. */
export function concerns({ selection, ids }: Target): (id: string) => boolean {
  if (ids !== null) {
    const these = new Set(ids);
    return (id) => these.has(id);
  }
  const except = new Set('except' in selection ? selection.except : []);
  return (id) => !except.has(id);
}

/** Whether all of a target are in a state, so that the command takes them out of it. */
export async function allIn({ ids, rows, selection }: Target, state: State, { archive, cache }: Around): Promise<boolean> {
  if (ids === null) {
    if (!('query' in selection)) return false;
    if (asksFor(selection.query, state)) return true;
    // Stars of a query may be mixed; the archived and the trashed are asked for when they are meant.
    return state === 'starred' && (await archive.total({ query: notIn(selection.query, state) })).conversations === 0;
  }
  const listed = new Map(rows.map((row) => [row.id, row[state]]));
  const opened = await Promise.all(
    ids.map(async (id) => {
      const known = listed.get(id);
      if (known !== undefined || ids.length > few) return known ?? false;
      return stateOf(detailOf(cache, id) ?? (await archive.conversation({ id })), state);
    }),
  );
  return opened.every(Boolean);
}

/** Conversations that the list does not have at hand are asked for one by one, if they are no more than this. */
const few = 20;

function stateOf(detail: ConversationDetail, state: State): boolean {
  return state === 'starred' ? detail.conversation.starred : detail[state];
}

const told = {
  starred: { into: text.starred, outOf: text.unstarred },
  archived: { into: text.archived, outOf: text.unarchived },
  trashed: { into: text.trashed, outOf: text.restored },
};

/** Puts a target into a state or takes it out. */
export function stateWish(target: Target, state: State, into: boolean, around: Around): Wish {
  const { selection } = target;
  const title = titleOf(target, around.cache);
  const concerned = concerns(target);
  return {
    ask: (archive) =>
      state === 'starred'
        ? archive.star({ selection, starred: into })
        : state === 'archived'
          ? archive.archive({ selection, archived: into })
          : archive.trash({ selection, trashed: into }),
    told: (conversations) => told[state][into ? 'into' : 'outOf'](conversations, title),
    patch: {
      concerns: concerned,
      ...(state === 'starred' && { row: () => ({ starred: into }) }),
      ...(state === 'archived' && { row: () => ({ archived: into }), detail: () => ({ archived: into }) }),
      ...(state === 'trashed' && { row: () => ({ trashed: into }), detail: () => ({ trashed: into }) }),
    },
    leaving: leaves(around.query, state, into) ? (target.ids ?? around.listed.filter(concerned)) : [],
  };
}

/** Adds a tag to a target, or removes it. */
export function tagWish(target: Target, name: string, add: boolean, cache: QueryClient): Wish {
  const { selection } = target;
  const title = titleOf(target, cache);
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  return {
    ask: (archive) => archive.tag({ selection, ...(add ? { add: [name] } : { remove: [name] }) }),
    told: (conversations) => (add ? text.tagged : text.untagged)(conversations, title, name),
    patch: {
      concerns: concerns(target),
      row: ({ tags }) => ({ tags: add ? (tags.some(same) ? tags : [...tags, name]) : tags.filter((tag) => !same(tag)) }),
    },
  };
}
