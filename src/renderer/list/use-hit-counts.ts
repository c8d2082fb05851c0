import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { HitCounts } from '../../shared/contract.ts';
import { useArchive, type SearchAsked } from '../archive.ts';
import { hasWords, keyOf } from '../results.ts';
import type { Listing } from './pages.ts';

/** Milliseconds for which a page must have been in sight: whoever types on does not want it counted. */
const rest = 150;

const none: ReadonlyMap<string, number> = new Map();

interface Counted {
  readonly of: string;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * How many messages of each conversation hit, as far as that is known: asked page by page, once the page has been painted. `pages`: the ids
 * of the pages in use; `whole`: nothing is left to read for the query.
 */
export function useHitCounts(
  asked: SearchAsked,
  pages: readonly (readonly string[])[],
  whole: boolean,
): ReadonlyMap<string, number> {
  const archive = useArchive();
  const { query, typing } = asked;
  const key = keyOf(asked);
  const [rested, setRested] = useState('');
  const wanted = whole && hasWords(query);
  const there = pages.length > 0;
  useEffect(() => {
    if (!wanted || !there) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setRested(key), rest);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [wanted, there, key]);
  const answers = useQueries({
    queries: pages.map((ids) => ({
      queryKey: ['hitCounts', query, typing, ids],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => ({
        ids,
        ...(await archive.hitCounts({ ids: [...ids], query, typing }, signal)),
      }),
      enabled: wanted && rested === key,
      gcTime: 60_000,
    })),
    combine: together,
  });
  // Those of pages that are not in use any more are kept: heights follow from them.
  const [kept, setKept] = useState<Counted>({ of: key, counts: none });
  const counted = useMemo(() => withAnswers(kept.of === key ? kept : { of: key, counts: none }, answers), [kept, key, answers]);
  if (counted.of === kept.of ? counted.counts !== kept.counts : counted.counts.size > 0) setKept(counted);
  return counted.counts;
}

function withAnswers(before: Counted, answers: readonly Answer[]): Counted {
  const counts = new Map(before.counts);
  let changed = false;
  for (const { ids, counts: figures } of answers) {
    ids.forEach((id, place) => {
      const figure = figures[place] ?? undefined;
      if (counts.get(id) === figure) return;
      changed = true;
      if (figure === undefined) counts.delete(id);
      else counts.set(id, figure);
    });
  }
  return changed ? { of: before.of, counts } : before;
}

/** Messages that hit in all conversations of a list; `more`: at least so many. */
export interface HitSum {
  readonly messages: number;
  readonly more: boolean;
}

export function hitSumOf(
  { known, complete, idAt }: Pick<Listing, 'known' | 'complete' | 'idAt'>,
  counts: ReadonlyMap<string, number>,
): HitSum | null {
  if (counts.size === 0) return null;
  let messages = 0;
  let more = !complete;
  for (let index = 0; index < known; index++) {
    const figure = counts.get(idAt(index) ?? '');
    if (figure === undefined) more = true;
    else messages += figure;
  }
  return { messages, more };
}

type Answer = HitCounts & { readonly ids: readonly string[] };

function together(answers: readonly UseQueryResult<Answer>[]): readonly Answer[] {
  return answers.flatMap(({ data }) => data ?? []);
}
