/* oxlint-disable react/preserve-manual-memoization -- nothing here is compiled by the React compiler, which the rule is for */
import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useCallback, useMemo, useState } from 'react';
import { useSetting } from '../archive.ts';
import { useMetrics } from '../ui/metrics.ts';
import {
  columnIds,
  columns,
  moved,
  movedTo,
  parseColumns,
  shown,
  usualColumns,
  widths,
  within,
  type ColumnId,
  type ColumnSettings,
} from './columns.ts';

const features = tableFeatures({ columnOrderingFeature, columnSizingFeature, columnVisibilityFeature });
const helper = createColumnHelper<typeof features, never>();
const definitions = helper.columns(
  columnIds.map((id) =>
    helper.display({
      id,
      size: columns[id].width,
      minSize: widths.least,
      maxSize: widths.most,
      enableHiding: !columns[id].fixed,
    }),
  ),
);
const noData: never[] = [];

export interface Columns {
  /** Those in sight, in their order. */
  readonly shown: readonly ColumnId[];
  readonly settings: ColumnSettings;
  /** Of the CSS grid that every line is. */
  readonly template: string;
  /** Pixels that all take at least. */
  readonly width: number;
  /** Pixels from the left at which the first ones stay while the others are scrolled. */
  readonly left: Readonly<Partial<Record<ColumnId, number>>>;
  readonly widthOf: (id: ColumnId) => number;
  readonly show: (id: ColumnId, on: boolean) => void;
  /** By visible places. */
  readonly move: (id: ColumnId, by: number) => ColumnSettings;
  readonly moveTo: (id: ColumnId, target: ColumnId) => void;
  /** `last`: the drag has ended, and it is remembered. */
  readonly resize: (id: ColumnId, pixels: number, last: boolean) => number;
  readonly reset: () => void;
}

/** The columns as the person has set them, in every window of this archive. */
export function useColumns(): Columns {
  const [stored, store] = useSetting('list.columns', '');
  const { rem } = useMetrics();
  const scale = rem / 16;
  const settings = useMemo(() => parseColumns(stored), [stored]);
  // While an edge is dragged, the width is not written at every step.
  const [dragged, setDragged] = useState<{ readonly id: ColumnId; readonly width: number } | null>(null);
  const table = useTable({
    features,
    columns: definitions,
    data: noData,
    state: {
      columnOrder: [...settings.order],
      columnVisibility: Object.fromEntries(settings.hidden.map((id) => [id, false])),
      columnSizing: { ...settings.widths, ...(dragged && { [dragged.id]: dragged.width }) },
    },
  });
  const visible = table.getVisibleLeafColumns().flatMap((column) => {
    const id = columnIds.find((name) => name === column.id);
    return id ? [{ id, width: Math.round(column.getSize() * scale) }] : [];
  });
  const names = visible.map(({ id }) => id).join(' ');
  // The same list as long as it says the same, so that lines are not drawn again.
  const inSight = useMemo(() => names.split(' ').flatMap((name) => columnIds.find((id) => id === name) ?? []), [names]);
  const first = visible[0]?.width ?? 0;
  const titleSecond = inSight[1] === 'title';
  const left = useMemo(() => ({ provider: 0, ...(titleSecond && { title: first }) }), [first, titleSecond]);
  const save = useCallback((next: ColumnSettings) => store(JSON.stringify(next)), [store]);
  return {
    shown: inSight,
    left,
    // What is left over goes to the title.
    template: visible.map(({ id, width }) => (id === 'title' ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' '),
    width: visible.reduce((sum, { width }) => sum + width, 0),
    settings,
    widthOf: (id) => visible.find((column) => column.id === id)?.width ?? columns[id].width,
    show: (id, on) => save(shown(settings, id, on)),
    move: (id, by) => {
      const next = moved(settings, id, by);
      if (next !== settings) save(next);
      return next;
    },
    moveTo: (id, target) => save(movedTo(settings, id, target)),
    resize: (id, pixels, last) => {
      const width = within(pixels / scale);
      setDragged(last ? null : { id, width });
      if (last) save({ ...settings, widths: { ...settings.widths, [id]: width } });
      return Math.round(width * scale);
    },
    reset: () => save(usualColumns),
  };
}
