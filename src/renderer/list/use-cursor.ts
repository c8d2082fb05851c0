import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Passage, SearchRow } from '../../shared/contract.ts';
import { useCommand } from '../commands/keyboard.ts';
import { openAt } from '../results.ts';
import { clearPicked, go, pickAll, togglePicked, usePlace, useView } from '../view.ts';
import { passagesOf, type Listing } from './pages.ts';
import { heirOf, idsBetween, withRange, type Picked } from './range.ts';
import { stopAt, stopsAfter, type Stop } from './stops.ts';
import { useHitLookup } from './use-passages.ts';
import type { Rows } from './use-rows.ts';
import { WaitingKeys } from './waiting-keys.ts';

/** Milliseconds the cursor rests on a row before the reader follows it. */
const rest = 120;

export interface Cursor {
  readonly index: number;
  /** The hit one is at, of those listed under the row. */
  readonly hit: number | null;
  readonly open: (row: SearchRow, passage: Passage | null, hit?: number) => void;
  /** Goes to a row without opening it, and out of the selection, unless it is one of it. */
  readonly aim: (id: string) => void;
  /** A click with Shift or Ctrl held. */
  readonly pick: (row: SearchRow, how: 'toggle' | 'range') => void;
}

interface Options {
  /** The reader beside the list shows the row under the cursor. */
  readonly follows: boolean;
  readonly reveal: (stop: Stop) => void;
  /** Steps that a page is. */
  readonly page: () => number;
  /** Hits that are listed under a row. */
  readonly linesAt: (index: number) => number;
}

/** The row one is at, and the keys that move it and pick. */
export function useCursor(rows: Rows, { follows, reveal, page, linesAt }: Options): Cursor {
  const { listing, length, old, asked, error } = rows;
  const open = usePlace((place) => place.open);
  const at = useView((view) => view.cursor);
  const index = listing.indexOf(at);
  const [chosen, setChosen] = useState<{ readonly id: string; readonly hit: number } | null>(null);
  const lookUp = useHitLookup(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  /** The reader is about to follow the cursor. */
  const due = useRef(false);

  const show = useCallback((row: SearchRow, passage: Passage | null, replace = false): void => {
    clearTimeout(timer.current);
    due.current = false;
    openAt(row.id, passage, { replace });
  }, []);
  const range = useRange(listing);

  // Keys may come faster than drawings: they act on what the list holds at that moment, and wait for what it is still to hold.
  const latest = useRef({ listing, length, old, follows, linesAt, chosen });
  useLayoutEffect(() => {
    latest.current = { listing, length, old, follows, linesAt, chosen };
  });
  const indexNow = (): number => latest.current.listing.indexOf(useView.getState().cursor);
  /** The hits under the row are listed, and may have changed since. */
  const hitNow = (row: number): number | null => {
    const { chosen: now, listing: rowsNow, linesAt: lines } = latest.current;
    return now !== null && rowsNow.idAt(row) === now.id && now.hit < lines(row) ? now.hit : null;
  };
  const stopNow = (): Stop => ({ index: indexNow(), hit: hitNow(indexNow()) });
  const choose = (id: string, hit: number | null): void => {
    const next = hit === null ? null : { id, hit };
    latest.current = { ...latest.current, chosen: next };
    setChosen(next);
  };
  /** What is opened at a stop: its hit, else the best passage. */
  const passageOf = (row: SearchRow, hit: number | null): Passage | null =>
    (hit === null ? null : lookUp(row.id, row.title, hit)) ?? passagesOf(row)[0] ?? null;
  const [waiting] = useState(() => new WaitingKeys());
  const key = (step: () => boolean): void => waiting.run(() => !latest.current.old && step());
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what waits is tried again with every list
  useEffect(() => waiting.again(), [waiting, listing, old]);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what waited for other rows is not done with these
  useEffect(() => waiting.forget(), [waiting, asked, error]);

  /** False while the row is still to come. */
  const move = ({ index: to, hit }: Stop): boolean => {
    const now = latest.current;
    const next = Math.max(0, Math.min(to, now.length - 1));
    reveal({ index: next, hit });
    focusList();
    const row = now.listing.at(next);
    if (!row) return now.listing.complete && next >= now.listing.known;
    choose(row.id, hit);
    useView.setState({ cursor: row.id });
    clearTimeout(timer.current);
    due.current = now.follows;
    if (now.follows) {
      timer.current = setTimeout(() => {
        // The row may have been archived in the meantime, and the cursor gone to its heir.
        if (useView.getState().cursor === row.id) show(row, passageOf(row, hit), useView.getState().place.open !== null);
      }, rest);
    }
    return true;
  };
  const walk = (by: 1 | -1, steps: number): void =>
    key(() => {
      range.leave();
      const from = stopNow();
      return move(
        stopsAfter(
          from.index === -1 && by === -1 ? { index: 0, hit: null } : from,
          by,
          steps,
          latest.current.length,
          latest.current.linesAt,
        ),
      );
    });
  // The end of a long list may be far away: nothing waits for it.
  const leap = (to: number, by: 1 | -1): void => {
    waiting.forget();
    range.leave();
    if (!latest.current.old) move(stopAt(to, by, latest.current.linesAt));
  };
  // By title, a row that is gone from its place may have been renamed.
  const leaves = useView((view) => asked.sort !== 'title' || (at !== null && view.gone.has(at)));
  useHeir({ listing, old, leaves, at, index, open, due, follow: (row) => show(row, passageOf(row, null), true) });

  useCommand('next', () => walk(1, 1));
  useCommand('previous', () => walk(-1, 1));
  useCommand('pageDown', () => walk(1, page()));
  useCommand('pageUp', () => walk(-1, page()));
  useCommand('first', () => leap(0, 1));
  useCommand('last', () => leap(latest.current.length - 1, -1));
  /** Does it with the row under the cursor, else the one at `otherwise`; waits for the first rows. */
  const withRow = (act: (row: SearchRow) => void, otherwise = -1): void =>
    key(() => {
      const { listing: now } = latest.current;
      const row = now.at(indexNow()) ?? now.at(otherwise);
      if (row) act(row);
      return row !== undefined || now.known > 0 || now.complete;
    });
  useCommand('open', () =>
    withRow((chosen) => {
      const hit = hitNow(indexNow());
      if (chosen.id !== useView.getState().place.open || hit !== null) show(chosen, passageOf(chosen, hit));
      focusReader();
    }, 0),
  );
  useCommand('pick', () => withRow((row) => range.toggle(row.id)));
  const extend = (step: 1 | -1): void =>
    key(() => {
      const from = indexNow();
      range.begin(latest.current.listing.idAt(Math.max(from, 0)));
      const moved = move({ index: from === -1 ? 0 : from + step, hit: null });
      if (moved && indexNow() !== -1) range.to(indexNow());
      return moved;
    });
  useCommand('pickDown', () => extend(1));
  useCommand('pickUp', () => extend(-1));
  useCommand('pickAll', () => {
    waiting.forget();
    range.leave();
    if (useView.getState().all) clearPicked();
    else pickAll();
  });

  const aim = (id: string): void => {
    waiting.forget();
    clearTimeout(timer.current);
    const { all, picked, except } = useView.getState();
    if (!(all ? !except.has(id) : picked.has(id))) clearPicked();
    useView.setState({ cursor: id });
  };
  const pick = useRef<Cursor['pick']>(() => undefined);
  useEffect(() => {
    pick.current = (chosen, how) => {
      waiting.forget();
      if (how === 'toggle') return range.toggle(chosen.id);
      range.begin(at !== null && index !== -1 ? at : chosen.id);
      range.to(listing.indexOf(chosen.id));
      clearTimeout(timer.current);
      useView.setState({ cursor: chosen.id });
    };
  });
  const stablePick = useCallback<Cursor['pick']>((chosen, how) => pick.current(chosen, how), []);
  const stableOpen = useCallback<Cursor['open']>(
    (row, passage, hit) => {
      waiting.forget();
      range.leave();
      setChosen(hit === undefined ? null : { id: row.id, hit });
      show(row, passage);
    },
    [waiting, range, show],
  );
  const hit = chosen !== null && chosen.id === at && chosen.hit < linesAt(index) ? chosen.hit : null;
  return { index, hit, open: stableOpen, pick: stablePick, aim };
}

/** Where nothing has the focus, the keys that move the cursor bring it to the list: who hears the window hears the row. */
function focusList(): void {
  if (document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>('[data-list-scroller]')?.focus({ preventScroll: true });
}

/** Frames that are waited for the reader to be there. */
const patience = 60;

/** Moves to the conversation, as soon as it is there. */
function focusReader(frames = 0): void {
  requestAnimationFrame(() => {
    const reader = document.querySelector<HTMLElement>('[data-reader-scroller]');
    if (reader) reader.focus();
    else if (frames < patience) focusReader(frames + 1);
  });
}

interface Range {
  /** From here on, unless a range has begun. */
  readonly begin: (id: string | undefined) => void;
  readonly to: (index: number) => void;
  readonly toggle: (id: string) => void;
  readonly leave: () => void;
}

/** Picking from a row to another; going back on it gives back what it took. */
function useRange(listing: Listing): Range {
  const latest = useRef(listing);
  useLayoutEffect(() => {
    latest.current = listing;
  });
  const begun = useRef<{ readonly anchor: string; readonly before: Picked } | null>(null);
  return useMemo<Range>(
    () => ({
      begin: (id) => {
        if (id === undefined) return;
        const { picked, all, except } = useView.getState();
        begun.current ??= { anchor: id, before: { picked, all, except } };
      },
      to: (index) => {
        if (!begun.current) return;
        const from = latest.current.indexOf(begun.current.anchor);
        const ids = idsBetween(latest.current, from === -1 ? index : from, index);
        useView.setState(withRange(begun.current.before, ids));
      },
      toggle: (id) => {
        togglePicked(id);
        const { picked, all, except } = useView.getState();
        begun.current = { anchor: id, before: { picked, all, except } };
      },
      leave: () => {
        begun.current = null;
      },
    }),
    [],
  );
}

/** When the row under the cursor leaves the list, the cursor goes to the row that takes its place, and the reader with it. */
function useHeir({
  listing,
  old,
  leaves,
  at,
  index,
  open,
  due,
  follow,
}: {
  readonly listing: Listing;
  readonly old: boolean;
  /** A row that is no longer at its place has left the list. */
  readonly leaves: boolean;
  readonly at: string | null;
  readonly index: number;
  readonly open: string | null;
  readonly due: RefObject<boolean>;
  readonly follow: (row: SearchRow) => void;
}): void {
  const last = useRef<{ readonly listing: Listing; readonly at: string | null; readonly index: number } | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = old ? null : { listing, at, index };
    if (old || !leaves || !before || before.index === -1 || index !== -1) return;
    if (before.listing.key !== listing.key || before.at !== at) return;
    const heir = heirOf(before.listing, before.index, listing);
    const row = heir === null ? undefined : listing.at(listing.indexOf(heir));
    useView.setState({ cursor: heir });
    if (open !== at && !due.current) return;
    if (row) follow(row);
    else go({ open: null, at: null, raw: false }, { replace: true });
  });
}
