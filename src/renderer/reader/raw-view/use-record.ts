import { useEffect, useState } from 'react';
import type { RawText } from '../../../shared/contract.ts';
import { isCancelled, useArchive } from '../../archive.ts';
import { kindOf, RowMaker, type RawRow } from './raw-rows.ts';

/** Bytes, and rows, after which a part of a record ends: what the window holds of it at once. */
const partBytes = 8_000_000;
const partRows = 300_000;

export interface RecordPart {
  readonly rows: readonly RawRow[];
  /** Its text as it is. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly total: number;
  /** All of this part has arrived. */
  readonly whole: boolean;
  readonly earlier: (() => void) | null;
  readonly later: (() => void) | null;
}

interface Start {
  readonly offset: number;
  /** As it was at `offset`; null at the beginning. */
  readonly maker: RowMaker | null;
}

interface Loaded extends Pick<RecordPart, 'rows' | 'from' | 'to' | 'total' | 'whole'> {
  readonly pieces: readonly string[];
  readonly maker: RowMaker;
  readonly start: Start;
}

/** A record, read a megabyte at a time and held a part at a time. Another record needs another component. */
export function useRecord(
  id: string,
  record: number | undefined,
  tidy: boolean,
): { readonly part: RecordPart | null; readonly error: unknown } {
  const archive = useArchive();
  const [starts, setStarts] = useState<readonly Start[]>([{ offset: 0, maker: null }]);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<unknown>(null);
  const start = starts.at(-1);
  useEffect(() => {
    if (!start) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const page = (offset: number): Promise<RawText> =>
      archive.raw({ id, offset, ...(record !== undefined && { record }) }, signal);
    const begin = (text: string): RowMaker => start.maker?.resume() ?? new RowMaker(tidy ? kindOf(text) : 'plain');
    readPart(page, start, begin, (next) => !signal.aborted && setLoaded(next)).catch((reason: unknown) => {
      if (!signal.aborted && !isCancelled(reason)) setError(reason);
    });
    return () => stop.abort();
  }, [archive, id, record, tidy, start]);
  if (!loaded || loaded.start !== start) return { part: null, error };
  const { rows, pieces, from, to, total, whole, maker } = loaded;
  return {
    error,
    part: {
      rows,
      get text() {
        return pieces.join('');
      },
      from,
      to,
      total,
      whole,
      earlier: starts.length > 1 ? () => setStarts(starts.slice(0, -1)) : null,
      later: whole && to < total ? () => setStarts([...starts, { offset: to, maker }]) : null,
    },
  };
}

/** Reads page after page until the part is whole, and tells of each. */
async function readPart(
  page: (offset: number) => Promise<RawText>,
  start: Start,
  begin: (text: string) => RowMaker,
  tell: (loaded: Loaded) => void,
): Promise<void> {
  let maker: RowMaker | null = null;
  const pieces: string[] = [];
  let to = start.offset;
  for (let whole = false; !whole;) {
    // One after the other: each goes on from the one before.
    // oxlint-disable-next-line no-await-in-loop
    const { text, total } = await page(to);
    maker ??= begin(text);
    maker.add(text);
    pieces.push(text);
    to += new TextEncoder().encode(text).length;
    const ended = to >= total || text === '';
    whole = ended || to - start.offset >= partBytes || maker.rows.length >= partRows;
    // The row that a part ends in is the first of the next.
    const rows = ended || !whole ? maker.snapshot() : maker.rows;
    tell({ rows, pieces: [...pieces], from: start.offset, to, total, whole, maker, start });
  }
}
