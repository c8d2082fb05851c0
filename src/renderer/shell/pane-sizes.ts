import { z } from 'zod';

/** How wide the panes are, in pixels, as the person has left them; the reader takes what remains. */
export interface PaneSizes {
  readonly filters: number;
  /** The list, while it is drawn as cards, and as a table beside the reader. */
  readonly cards: number;
  readonly table: number;
  /** Whether the filters stand beside the list in a window that is wide enough. */
  readonly filtersShown: boolean;
}

export const usualSizes: PaneSizes = { filters: 228, cards: 400, table: 660, filtersShown: true };

/** The least that each needs. */
export const least = { filters: 180, cards: 300, table: 380, reader: 360 } as const;
export const mostFilters = 380;

const pixels = (usual: number) => z.number().min(100).max(4000).catch(usual);
const stored = z.object({
  filters: pixels(usualSizes.filters),
  cards: pixels(usualSizes.cards),
  table: pixels(usualSizes.table),
  filtersShown: z.boolean().catch(usualSizes.filtersShown),
});

export function parseSizes(text: string): PaneSizes {
  try {
    return stored.safeParse(JSON.parse(text)).data ?? usualSizes;
  } catch {
    return usualSizes;
  }
}

/** Percentages of the window's width, by pane. */
export type Layout = Record<'filters' | 'list' | 'reader', number>;

/** The panes in a window so wide. `reading`: the reader is there; else the list has its room. */
export function layoutOf(
  sizes: PaneSizes,
  {
    width,
    mode,
    filters,
    reading,
  }: { readonly width: number; readonly mode: 'cards' | 'table'; readonly filters: boolean; readonly reading: boolean },
): Layout {
  const beside = filters ? clamp(sizes.filters, least.filters, mostFilters) : 0;
  const rest = width - beside;
  const list = reading ? clamp(sizes[mode], least[mode], Math.max(least[mode], rest - least.reader)) : rest;
  const part = (size: number): number => (100 * size) / width;
  return { filters: part(beside), list: part(list), reader: part(rest - list) };
}

const clamp = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, value));
