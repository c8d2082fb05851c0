/**
 * The window's one state: the place (what its URL says), what is picked in the list, and the row under the cursor. What the archive
 * says is not here (`archive.ts`), nor what the person chose about the window (`preferences.ts`).
 */
import { useMemo, useSyncExternalStore } from 'react';
import { create } from 'zustand';
import type { SearchRow } from '../shared/contract.ts';
import {
  receiptFigures,
  recordUnits,
  sortOrders,
  type ReceiptFigure,
  type RecordUnit,
  type Selection,
  type SortOrder,
} from '../shared/requests.ts';

export const hitsShown = ['all', 'best'] as const;
export type HitsShown = (typeof hitsShown)[number];

/** Where the window is: everything a link, the back button or a reload must bring back. */
export interface Place {
  readonly page: 'browse' | 'imports' | 'settings';
  /** The import whose receipt is open. */
  readonly run: number | null;
  /** The figure of that receipt whose records are listed, and the input it is of; null: of all. */
  readonly figure: ReceiptFigure | null;
  readonly input: number | null;
  /** What the figure counts. */
  readonly unit: RecordUnit;
  /** The issue whose raw text is open. */
  readonly issue: number | null;
  readonly query: string;
  /** Null: best match when there are words to match, else newest. */
  readonly sort: SortOrder | null;
  readonly reverse: boolean;
  /** What is listed of each conversation: every hit, or its best passages; null: as it was last. */
  readonly hits: HitsShown | null;
  /** Id of the open conversation. */
  readonly open: string | null;
  /** Message to show first. */
  readonly at: number | null;
  /** The open conversation as the record it came from. */
  readonly raw: boolean;
  /** What is looked for in the open conversation alone. */
  readonly find: string;
}

const home: Place = {
  page: 'browse',
  run: null,
  figure: null,
  input: null,
  unit: 'conversation',
  issue: null,
  query: '',
  sort: null,
  reverse: false,
  hits: null,
  open: null,
  at: null,
  raw: false,
  find: '',
};

/** The place a URL's search part names; what it does not understand is left out. */
export function placeOf(search: string): Place {
  const params = new URLSearchParams(search);
  const sort = params.get('sort');
  const run = wholeNumber(params.get('import'));
  const figure = params.get('figure');
  const unit = params.get('of');
  const hits = params.get('hits');
  return stepped(home, {
    page: params.has('settings') ? 'settings' : params.has('imports') || run !== null ? 'imports' : 'browse',
    run,
    figure: receiptFigures.find((name) => name === figure) ?? null,
    input: wholeNumber(params.get('input')),
    unit: recordUnits.find((name) => name === unit) ?? 'conversation',
    issue: wholeNumber(params.get('issue')),
    query: params.get('q') ?? '',
    sort: sortOrders.find((order) => order === sort) ?? null,
    reverse: params.has('reverse'),
    hits: hitsShown.find((shown) => shown === hits) ?? null,
    open: params.get('c'),
    at: wholeNumber(params.get('m')),
    raw: params.has('raw'),
    find: params.get('find') ?? '',
  });
}

/** The place after a step. Which records of a receipt are looked at is forgotten elsewhere, and in another receipt. */
export function stepped(before: Place, patch: Partial<Place>): Place {
  const place = { ...before, ...patch };
  const run = place.page === 'imports' ? place.run : null;
  if (run !== null && run === before.run) return place;
  const { figure = null, input = null, unit = 'conversation', issue = null } = run === null ? {} : patch;
  return { ...place, run, figure, input, unit, issue };
}

/** The search part of a place's URL, empty at home. */
export function searchOf(place: Place): string {
  const params = new URLSearchParams();
  if (place.page === 'settings') params.set('settings', '');
  if (place.page === 'imports') {
    if (place.run === null) params.set('imports', '');
    else params.set('import', String(place.run));
    if (place.figure !== null) params.set('figure', place.figure);
    if (place.input !== null) params.set('input', String(place.input));
    if (place.unit !== 'conversation') params.set('of', place.unit);
    if (place.issue !== null) params.set('issue', String(place.issue));
  }
  if (place.query) params.set('q', place.query);
  if (place.sort) params.set('sort', place.sort);
  if (place.reverse) params.set('reverse', '');
  if (place.hits) params.set('hits', place.hits);
  if (place.open !== null) params.set('c', place.open);
  if (place.at !== null) params.set('m', String(place.at));
  if (place.raw) params.set('raw', '');
  if (place.find) params.set('find', place.find);
  const search = params
    .toString()
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll(/=(?=&|$)/g, '');
  return search ? `?${search}` : '';
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

interface View {
  readonly place: Place;
  /** Ids picked in the list; `all` picks everything the query finds but `except`. */
  readonly picked: ReadonlySet<string>;
  readonly all: boolean;
  readonly except: ReadonlySet<string>;
  /** Id of the row under the cursor: what was opened last, or where the keys have moved since. It may be of no row of the list. */
  readonly cursor: string | null;
  /** What the list says of what it shows: how many the query finds, and a row by its id as far as it has been asked for. */
  readonly listed: { readonly total: number | null; readonly row: (id: string) => SearchRow | undefined };
  /** The reader shows another branch of this conversation than the active one: the one through this message. */
  readonly branch: { readonly id: string; readonly through: number } | null;
  /** Ids that are leaving the list, taken out of sight before the archive has answered. */
  readonly gone: ReadonlySet<string>;
  /** The filters over the list, where the window is too narrow for them beside it. */
  readonly filtersOpen: boolean;
}

const begun = typeof location === 'undefined' ? home : placeOf(location.search);

export const useView = create<View>(() => ({
  place: begun,
  picked: new Set(),
  all: false,
  except: new Set(),
  cursor: begun.open,
  listed: { total: null, row: () => undefined },
  branch: null,
  gone: new Set(),
  filtersOpen: false,
}));

/** One value out of the place. */
export function usePlace<T>(select: (place: Place) => T): T {
  return useView((view) => select(view.place));
}

/** Goes to another place. `replace` for what is not a step of its own: typing, moving through the list. */
export function go(patch: Partial<Place>, { replace = false } = {}): void {
  const before = useView.getState().place;
  const place = stepped(before, patch);
  if (searchOf(place) === searchOf(before)) return;
  if (place.query !== before.query) {
    clearPicked();
    useTyping.setState({ is: false });
  }
  useView.setState({ place, ...cursorAt(before, place) });
  const url = `${location.pathname}${searchOf(place)}`;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
}

/** Follows back and forward. Call once. */
export function followHistory(): void {
  window.addEventListener('popstate', () => {
    const place = placeOf(location.search);
    const before = useView.getState().place;
    if (place.query !== before.query) {
      clearPicked();
      useTyping.setState({ is: false });
    }
    useView.setState({ place, ...cursorAt(before, place) });
  });
}

/** The cursor goes to what is opened, and stays when that is closed. */
function cursorAt(before: Place, place: Place): Partial<View> {
  return place.open !== null && place.open !== before.open ? { cursor: place.open } : {};
}

/** For a request about a conversation: the branch of it that the reader shows, where that is not the active one. */
export function shownBranch(id: string | null): { readonly through?: number } {
  const { branch } = useView.getState();
  return branch !== null && branch.id === id ? { through: branch.through } : {};
}

/** What a command acts on. */
export interface Target {
  readonly selection: Selection;
  /** How many; null while that is not known. */
  readonly size: number | null;
  /** Null when it is everything that a query finds. */
  readonly ids: readonly string[] | null;
  /** Of `ids`, the rows that the list has at hand; the open conversation need not be among them. */
  readonly rows: readonly SearchRow[];
}

/** What is picked; else the row under the cursor; else the open conversation. Null where there is nothing to act on. */
export function targetOf({
  place,
  picked,
  all,
  except,
  cursor,
  listed,
}: Omit<View, 'filtersOpen' | 'gone' | 'branch'>): Target | null {
  if (place.page !== 'browse') return null;
  if (all) {
    const size = listed.total === null ? null : Math.max(0, listed.total - except.size);
    return { selection: { query: place.query, except: [...except] }, size, ids: null, rows: [] };
  }
  const at = cursor !== null && (cursor === place.open || listed.row(cursor)) ? cursor : place.open;
  const ids = picked.size > 0 ? [...picked] : at === null ? [] : [at];
  if (ids.length === 0) return null;
  return { selection: { ids }, size: ids.length, ids, rows: ids.flatMap((id) => listed.row(id) ?? []) };
}

/** What a command acts on, now; see `targetOf`. */
export function useTarget(): Target | null {
  const { place, picked, all, except, cursor, listed } = useView();
  return useMemo(() => targetOf({ place, picked, all, except, cursor, listed }), [place, picked, all, except, cursor, listed]);
}

export function clearPicked(): void {
  const { picked, all } = useView.getState();
  if (picked.size > 0 || all) useView.setState({ picked: new Set(), all: false, except: new Set() });
}

export function togglePicked(id: string): void {
  useView.setState((view) => {
    const key = view.all ? 'except' : 'picked';
    const ids = new Set(view[key]);
    if (!ids.delete(id)) ids.add(id);
    return { [key]: ids };
  });
}

export function pickAll(): void {
  useView.setState({ all: true, picked: new Set(), except: new Set() });
}

/**
 * Takes rows out of the list at once, so that the cursor moves on and the next key acts on the next row. Call what this gives when the
 * archive has answered and the list was asked again, or when it failed: they are back then, if they are still found.
 */
export function hideRows(ids: readonly string[]): () => void {
  useView.setState(({ gone }) => ({ gone: new Set([...gone, ...ids]) }));
  return () => {
    const back = new Set(ids);
    useView.setState(({ gone }) => ({ gone: new Set([...gone].filter((id) => !back.has(id))) }));
  };
}

/** True while the window is at most `width` CSS pixels wide. */
export function useNarrow(width: number): boolean {
  const query = `(max-width: ${width}px)`;
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Whether the query's last word is still being typed; searched as a prefix then. */
export const useTyping = create<{ readonly is: boolean; readonly set: (is: boolean) => void }>((set) => ({
  is: false,
  set: (is) => set({ is }),
}));
