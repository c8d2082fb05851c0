import { useSyncExternalStore } from 'react';

/** The heights that scripts lay out by, in CSS pixels as they are now: by density and by size of text. */
export interface Metrics {
  /** A conversation in the list, its border with it. */
  readonly row: number;
  /** Each passage under it. */
  readonly rowPassage: number;
  /** A conversation in the table. */
  readonly rowTable: number;
  /** A line of filters, menus, completion. */
  readonly item: number;
  /** A button, a field. */
  readonly control: number;
  /** One rem: 16 at a text size of 100 %. */
  readonly rem: number;
}

/** Where each stands in `styles/tokens.css`; they are registered there as lengths, so that they compute to pixels. */
const tokens = {
  row: '--row',
  rowPassage: '--row-passage',
  rowTable: '--row-table',
  item: '--item',
  control: '--control',
} as const;

/** What holds where there is no document to ask: 16 px, comfortable. The test compares it with the tokens. */
export const usual: Metrics = { row: 58, rowPassage: 21, rowTable: 34, item: 28, control: 28, rem: 16 };

let read: Metrics | null = null;
const listeners = new Set<() => void>();
let stop: (() => void) | null = null;

/** The metrics now. The same object until one of them changes. */
export function metrics(): Metrics {
  read ??= readMetrics();
  return read;
}

/** The metrics, and a new drawing when the density, the size of the text or the browser's own font size changes. */
export function useMetrics(): Metrics {
  return useSyncExternalStore(subscribe, metrics);
}

function readMetrics(): Metrics {
  if (typeof document === 'undefined') return usual;
  const style = getComputedStyle(document.documentElement);
  const length = (name: string, otherwise: number): number => {
    const value = Number.parseFloat(style.getPropertyValue(name));
    return Number.isFinite(value) && value > 0 ? value : otherwise;
  };
  return {
    row: length(tokens.row, usual.row),
    rowPassage: length(tokens.rowPassage, usual.rowPassage),
    rowTable: length(tokens.rowTable, usual.rowTable),
    item: length(tokens.item, usual.item),
    control: length(tokens.control, usual.control),
    rem: Number.parseFloat(style.fontSize) || usual.rem,
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stop ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = null;
  };
}

function watch(): () => void {
  const look = (): void => {
    const now = readMetrics();
    if (read !== null && JSON.stringify(now) === JSON.stringify(read)) return;
    read = now;
    for (const listener of listeners) listener();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density', 'data-text-size', 'style'] });
  window.addEventListener('resize', look);
  look();
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', look);
  };
}
