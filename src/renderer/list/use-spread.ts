import { useCallback, useMemo, useState } from 'react';
import { useSetting, type SearchAsked } from '../archive.ts';
import { hasWords, keyOf } from '../results.ts';
import { go, usePlace } from '../view.ts';

export interface Spread {
  /** Every hit of every conversation is listed. */
  readonly every: boolean;
  /** There are hits to list: the query has words. */
  readonly can: boolean;
  /** Another one as soon as `is` says something else. */
  readonly key: unknown;
  readonly toggleEvery: () => void;
  /** Every hit of this conversation is listed. */
  readonly is: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Lines that the hits of a conversation are known to take; undefined: not known. */
  readonly lines: ReadonlyMap<string, number>;
  readonly setLines: (id: string, lines: number) => void;
}

interface Turned {
  readonly of: string;
  /** Shown otherwise than the rest. */
  readonly ids: ReadonlySet<string>;
}

const noneTurned: ReadonlySet<string> = new Set();
const noLines: ReadonlyMap<string, number> = new Map();

/** Of which conversations every hit is listed: of all, in the URL and remembered, or of those that were asked for one by one. */
export function useSpread(asked: SearchAsked): Spread {
  const shown = usePlace((place) => place.hits);
  const [stored, store] = useSetting('list.hits', 'best');
  const can = useMemo(() => hasWords(asked.query), [asked.query]);
  const every = can && (shown ?? stored) === 'all';
  const key = `${every} ${keyOf(asked)}`;
  const [turned, setTurned] = useState<Turned>({ of: key, ids: noneTurned });
  const ids = turned.of === key ? turned.ids : noneTurned;
  const [known, setKnown] = useState({ of: key, lines: noLines });
  const lines = known.of === key ? known.lines : noLines;
  return {
    every,
    can,
    key: useMemo(() => ({ ids, key }), [ids, key]),
    toggleEvery: () => {
      const next = every ? 'best' : 'all';
      store(next);
      // Back comes to what was, not to what is remembered by then.
      if (shown === null) go({ hits: every ? 'all' : 'best' }, { replace: true });
      go({ hits: next });
    },
    is: (id) => can && every !== ids.has(id),
    toggle: useCallback(
      (id: string) =>
        setTurned((before) => {
          const next = new Set(before.of === key ? before.ids : noneTurned);
          if (!next.delete(id)) next.add(id);
          return { of: key, ids: next };
        }),
      [key],
    ),
    lines,
    setLines: useCallback(
      (id: string, figure: number) =>
        setKnown((before) => {
          const was = before.of === key ? before.lines : noLines;
          return was.get(id) === figure ? before : { of: key, lines: new Map(was).set(id, figure) };
        }),
      [key],
    ),
  };
}
