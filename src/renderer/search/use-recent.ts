import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { totalOf, useArchive, useSetting, useSettings } from '../archive.ts';
import { storeSetting } from '../cache.ts';
import { shelfOf } from '../../shared/query/shelf.ts';
import { useTyping, useView, usePlace } from '../view.ts';
import { recentSearches, recentSetting, storedWith, storedWithout } from './recent.ts';

/** Milliseconds that a query stands before it counts as one that was meant. */
const moment = 2500;

export interface Recent {
  readonly searches: readonly string[];
  readonly remove: (query: string) => void;
  /** Gives the way back. */
  readonly clear: () => () => void;
}

/** What was searched for lately, kept with the archive. */
export function useRecent(): Recent {
  const [stored, store] = useSetting(recentSetting, '');
  const searches = useMemo(() => recentSearches(stored), [stored]);
  return {
    searches,
    remove: (query) => store(storedWithout(stored, query)),
    clear: () => {
      store('[]');
      return () => store(stored);
    },
  };
}

/**
 * Remembers what was searched for: a query that was left standing a moment, or one of whose conversations was opened, unless it found nothing.
 * `inBox`: the box has the focus; what is remembered of a text that goes on to grow there is replaced by it.
 */
export function useRemembered(inBox: boolean): void {
  const query = usePlace((place) => place.query);
  const browsing = usePlace((place) => place.page === 'browse');
  const archive = useArchive();
  const cache = useQueryClient();
  // Until the settings are there, what is remembered already is not known.
  const known = useSettings().data !== undefined;
  const grown = useRef<string | null>(null);
  useEffect(() => {
    grown.current = null;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- it begins anew whenever the box is entered or left
  }, [inBox]);
  useEffect(() => {
    const wanted = query.trim();
    const { shelf, alone } = shelfOf(query);
    // The shelves are a click away in the filters.
    if (!known || !browsing || wanted === '' || (shelf && alone)) return undefined;
    const remember = (): void => {
      const total = cache.getQueryData(totalOf(archive, query, useTyping.getState().is).queryKey);
      if (total?.conversations === 0 && total.reading === null) return;
      const stored = cache.getQueryData<Readonly<Record<string, string>>>(['settings'])?.[recentSetting] ?? '';
      if (recentSearches(stored)[0] !== wanted)
        storeSetting(archive, cache, recentSetting, storedWith(stored, wanted, grown.current));
      grown.current = inBox ? wanted : null;
    };
    const timer = setTimeout(remember, moment);
    const stop = useView.subscribe(({ place }, before) => {
      if (place.open !== null && place.open !== before.place.open && place.query === query) remember();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [archive, cache, query, browsing, known, inBox]);
}
