import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { OutlineRows } from '../../shared/outline.ts';
import type { Transform } from '../../shared/transforms/index.ts';
import { useArchive } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { usePlace } from '../view.ts';
import { seenHits, type HiddenHits } from './find/hidden.ts';
import { isWords, literalQuery } from './find/literal.ts';
import { messageInSight } from './find/message-in-sight.ts';
import { scan } from './find/scan.ts';
import { useFind, type Find } from './find/use-find.ts';
import { useOpenedHit } from './find/use-opened-hit.ts';
import { hasWords, useResults } from '../results.ts';
import { stopsOf, type Hit } from './highlights.ts';
import { hitPlaceOf, type HitPlace } from './hit-place.ts';
import { useGoOn, useLanding } from './use-go-on.ts';

/** Where the query was found in the open conversation, or what find looks for in it, and which of the places one is at. */
export interface HitWalk {
  /** What is painted. */
  readonly query: string;
  /** In reading order, without what a lens hides. */
  readonly stops: readonly Hit[];
  readonly more: boolean;
  /** Place in `stops`; null before the first step. */
  readonly at: number | null;
  readonly current: Hit | null;
  /** Counts steps, so that stepping to the same hit again scrolls to it again. */
  readonly steps: number;
  readonly step: (by: 1 | -1) => void;
  readonly hidden: readonly HiddenHits[];
  /** The current hit is not on the branch that the conversation ended on. */
  readonly elsewhere: boolean;
  /** Where the current hit stands, when that is not in what was said. */
  readonly where: HitPlace | null;
  readonly find: Find;
  /** The answer is still to come. */
  readonly pending: boolean;
  readonly error: unknown;
}

interface Walk {
  /** What was walked through; a walk through something else has not begun. */
  readonly through: string;
  readonly hit: Hit | null;
  readonly steps: number;
}

const mostHits = 2000;
const noStops: readonly Hit[] = [];

/** @param conversation its id, its rows, and the generation of these */
export function useHits(
  { id, generation, rows }: { readonly id: string; readonly generation: number; readonly rows: OutlineRows },
  applied: readonly Transform[],
): HitWalk {
  const query = usePlace((place) => place.query);
  const from = usePlace((place) => place.at);
  const [walk, setWalk] = useState<Walk>({ through: '', hit: null, steps: 0 });
  const nth = useResults(({ opened }) => (opened?.id === id ? opened.nth : 0));
  const throughQuery = `query ${query} ${from} ${nth}`;
  // Where one has read to stays when find closes: the query's hits are walked from there.
  const find = useFind(id, () => setWalk((before) => ({ through: throughQuery, hit: null, steps: before.steps + 1 })));
  const sought = find.searched.trim();
  // What find looks for wins over the query of the list, also while there is nothing in its field.
  const kept = useQueryHits(id, find.open ? '' : query);
  const found = useFoundHits(id, generation, rows.count, find.open ? find.searched : '');
  const { data, isFetching, error } = find.open ? found : kept;

  const all = useMemo(() => (data ? stopsOf(data.hits) : noStops), [data]);
  const { seen: stops, hidden } = useMemo(() => seenHits(all, rows, applied), [all, rows, applied]);
  const opened = useOpenedHit(id, find.open ? null : from, stops);

  const through = find.open ? `find ${sought}` : throughQuery;
  const begun = find.open ? firstFrom(stops, find.from) : opened;
  const walked = walk.through === through;
  const at = walked ? placeOf(stops, walk.hit) : begun;
  const goTo = (hit: Hit | undefined): void => setWalk((before) => ({ through, hit: hit ?? null, steps: before.steps + 1 }));
  const goesOn = !find.open && hasWords(query);
  const goOn = useGoOn(id, (by) => goTo(stops.at(by === 1 ? 0 : -1)));
  const step = (by: 1 | -1): void => {
    const next = at === null ? nearest(stops, by) : at + by;
    if (stops[next]) goTo(stops[next]);
    else if (goesOn) goOn(by);
    else goTo(stops.at(by === 1 ? 0 : -1));
  };
  useCommand('nextHit', () => step(1), stops.length > 0 || goesOn);
  useCommand('previousHit', () => step(-1), stops.length > 0 || goesOn);
  useLanding(id, goesOn && data !== undefined && !isFetching, (at) => {
    goTo(stops.at(at === 'first' ? 0 : -1));
    return stops.length;
  });

  const current = at === null ? null : (stops[at] ?? null);
  return {
    query: find.open ? `"${sought.replaceAll(/["“”„]/g, ' ')}"` : query,
    stops,
    more: data?.more ?? false,
    at,
    current,
    steps: walk.steps + nth,
    step,
    hidden,
    elsewhere: current !== null && !rows.isActive(current.message),
    where: current === null ? null : hitPlaceOf(rows.partsOf(current.message).charAt(current.part)),
    find,
    pending: isFetching || (find.open && find.text !== find.searched),
    error: error ?? null,
  };
}

function useQueryHits(id: string, query: string) {
  const archive = useArchive();
  return useQuery({
    queryKey: ['hits', id, query],
    queryFn: ({ signal }) => archive.hits({ id, query, limit: mostHits }, signal),
    enabled: query.trim() !== '',
  });
}

/** Words by the archive's own; signs, and what is nowhere a word or its beginning, by reading every message. */
function useFoundHits(id: string, generation: number, count: number, text: string) {
  const archive = useArchive();
  return useQuery({
    queryKey: ['hits', id, 'find', generation, text],
    queryFn: async ({ signal }) => {
      const query = isWords(text) ? literalQuery(text) : null;
      const hits = query === null ? null : await archive.hits({ id, query, limit: mostHits }, signal);
      return hits && hits.hits.length > 0 ? hits : scan(archive, { id, count, text, limit: mostHits }, signal);
    },
    enabled: text.trim() !== '',
    gcTime: 30_000,
  });
}

function placeOf(stops: readonly Hit[], hit: Hit | null): number | null {
  if (!hit) return null;
  const place = stops.findIndex((stop) => stop.message === hit.message && stop.part === hit.part && stop.place === hit.place);
  return place === -1 ? null : place;
}

/** The first stop in a message or after it, else the first of all. */
function firstFrom(stops: readonly Hit[], message: number): number | null {
  if (stops.length === 0) return null;
  return Math.max(
    0,
    stops.findIndex((stop) => stop.message >= message),
  );
}

/** Where a walk begins: at what is in sight; outside of the stops where none is there. */
function nearest(stops: readonly Hit[], by: 1 | -1): number {
  const message = messageInSight() ?? 0;
  const after = stops.findIndex((stop) => stop.message >= message);
  const here = after === -1 ? stops.length : after;
  return by === 1 ? here : here - 1;
}
