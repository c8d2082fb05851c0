import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Reading } from '../shared/contract.ts';
import { totalOf, useArchive, useTotal } from './archive.ts';
import { againAfter, readsOn, useStopped } from './read-on.ts';
import { usePlace, useTyping } from './view.ts';

export interface ReadingState {
  /** How far it is; null: everything is read, or the index could tell it all. */
  readonly reading: Reading | null;
  /** Conversations found so far. */
  readonly found: number;
  /** The person stopped it: what was found stays, and is not all. */
  readonly stopped: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
}

/** How far the conversations are read for the query that is asked. Asking drives it: see `useReadOn`. */
export function useReading(): ReadingState {
  const query = usePlace((place) => place.query);
  const typing = useTyping((state) => state.is);
  const stopped = useStopped((state) => state.query === query);
  const { data, isPlaceholderData } = useTotal(query, typing);
  return {
    reading: isPlaceholderData ? null : (data?.reading ?? null),
    found: data?.conversations ?? 0,
    stopped,
    stop: () => useStopped.setState({ query }),
    goOn: () => useStopped.setState({ query: null }),
  };
}

/** Asks again how many the query finds as long as not everything is read for it. Once in the window; rows, filters and histogram ask for themselves. */
export function useReadOn(): void {
  const archive = useArchive();
  const query = usePlace((place) => place.query);
  const browsing = usePlace((place) => place.page === 'browse');
  const typing = useTyping((state) => state.is);
  useStopped();
  useEffect(() => {
    // Who left the query and comes back wants it read.
    if (useStopped.getState().query !== query) useStopped.setState({ query: null });
  }, [query]);
  useQuery({
    ...totalOf(archive, query, typing),
    refetchInterval: browsing ? readsOn(query, againAfter.total) : false,
  });
}
