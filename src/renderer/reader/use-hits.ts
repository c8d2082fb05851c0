import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useArchive } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { usePlace } from '../view.ts';
import { stopsOf, type Hit } from './highlights.ts';

/** Where the query was found in the open conversation, and which of the places one is at. */
export interface HitWalk {
  readonly query: string;
  readonly stops: readonly Hit[];
  readonly more: boolean;
  /** Place in `stops`; null before the first step. */
  readonly at: number | null;
  readonly current: Hit | null;
  /** Counts steps, so that stepping to the same hit again scrolls to it again. */
  readonly steps: number;
  readonly step: (by: 1 | -1) => void;
}

const mostHits = 2000;
const noStops: readonly Hit[] = [];

export function useHits(id: string): HitWalk {
  const archive = useArchive();
  const query = usePlace((place) => place.query);
  const from = usePlace((place) => place.at);
  const { data } = useQuery({
    queryKey: ['hits', id, query],
    queryFn: ({ signal }) => archive.hits({ id, query, limit: mostHits }, signal),
    enabled: query.trim() !== '',
  });
  const found = query.trim() === '' ? undefined : data;
  const stops = useMemo(() => (found ? stopsOf(found.hits) : noStops), [found]);
  const [walk, setWalk] = useState<{ readonly at: number | null; readonly steps: number }>({ at: null, steps: 0 });

  // Opened at a hit: that one is the current from the start.
  const opened = from === null ? -1 : stops.findIndex((stop) => stop.message === from);
  const at = walk.steps === 0 ? (opened === -1 ? null : opened) : walk.at !== null && walk.at < stops.length ? walk.at : null;
  const step = (by: 1 | -1): void => {
    if (stops.length === 0) return;
    const next = at === null ? (by === 1 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
    setWalk({ at: next, steps: walk.steps + 1 });
  };
  useCommand('nextHit', () => step(1), stops.length > 0);
  useCommand('previousHit', () => step(-1), stops.length > 0);
  return {
    query,
    stops,
    more: found?.more ?? false,
    at,
    current: at === null ? null : (stops[at] ?? null),
    steps: walk.steps,
    step,
  };
}
