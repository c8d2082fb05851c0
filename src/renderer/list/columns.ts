import { z } from 'zod';
import type { SortOrder } from '../../shared/requests.ts';

/** The columns of the table, in the order in which they stand until somebody moves them. */
export const columnIds = [
  'provider',
  'title',
  'starred',
  'noted',
  'updated',
  'messages',
  'tags',
  'project',
  'model',
  'tools',
  'words',
  'attachments',
  'branches',
  'created',
] as const;
export type ColumnId = (typeof columnIds)[number];

interface Column {
  /** Pixels at a text size of 100 %. Those in sight fit beside the filters in a window of 1280; what is left is the title's. */
  readonly width: number;
  readonly hidden?: true;
  /** Neither moved, hidden nor made wider. */
  readonly fixed?: true;
  readonly right?: true;
  readonly sort?: { readonly by: SortOrder; readonly first: 'ascending' | 'descending' };
}

const down = (by: SortOrder): NonNullable<Column['sort']> => ({ by, first: 'descending' });
const up = (by: SortOrder): NonNullable<Column['sort']> => ({ by, first: 'ascending' });

export const columns: Readonly<Record<ColumnId, Column>> = {
  provider: { width: 44, fixed: true, sort: up('provider') },
  title: { width: 260, sort: up('title') },
  starred: { width: 36 },
  noted: { width: 36 },
  updated: { width: 92, right: true, sort: down('newest') },
  messages: { width: 92, right: true, sort: down('longest') },
  tags: { width: 176 },
  project: { width: 84, sort: up('project') },
  model: { width: 126, sort: up('model') },
  tools: { width: 88, right: true, sort: down('tools') },
  words: { width: 84, right: true, hidden: true, sort: down('words') },
  attachments: { width: 104, right: true, hidden: true },
  branches: { width: 88, right: true, hidden: true },
  created: { width: 100, right: true, hidden: true, sort: down('created') },
};

/** Pixels between which a column may be wide. */
export const widths = { least: 36, most: 900 };

/** How the person has set the columns. */
export interface ColumnSettings {
  readonly order: readonly ColumnId[];
  readonly hidden: readonly ColumnId[];
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
}

export const usualColumns: ColumnSettings = {
  order: columnIds,
  hidden: columnIds.filter((id) => columns[id].hidden),
  widths: {},
};

const id = z.enum(columnIds);
const stored = z.object({
  order: z.array(z.unknown()).catch([]),
  hidden: z.array(z.unknown()).catch([]),
  widths: z.record(z.string(), z.unknown()).catch({}),
});

/** The settings as they were stored; what this version does not know is left out, a column that is new stands at its usual place. */
export function parseColumns(text: string): ColumnSettings {
  const read = stored.safeParse(jsonOf(text));
  if (!read.success) return usualColumns;
  const known = (values: readonly unknown[]): readonly ColumnId[] => [
    ...new Set(values.flatMap((value) => id.safeParse(value).data ?? [])),
  ];
  const order = known(read.data.order);
  const complete: ColumnId[] = order.filter((name) => !columns[name].fixed);
  for (const [place, name] of columnIds.entries()) {
    if (complete.includes(name)) continue;
    const before = columnIds[place - 1];
    complete.splice(before === undefined ? 0 : complete.indexOf(before) + 1, 0, name);
  }
  const unseen = columnIds.filter((name) => !order.includes(name) && columns[name].hidden);
  const hidden = new Set([...known(read.data.hidden), ...unseen]);
  hidden.delete('title');
  hidden.delete('provider');
  return {
    order: complete,
    hidden: columnIds.filter((name) => hidden.has(name)),
    widths: Object.fromEntries(
      columnIds.flatMap((name) => {
        const width = z.number().finite().safeParse(read.data.widths[name]).data;
        return width === undefined ? [] : [[name, within(width)]];
      }),
    ),
  };
}

export const within = (width: number): number => Math.round(Math.min(widths.most, Math.max(widths.least, width)));

/** The settings with a column moved by some visible places; the fixed one stays first. */
export function moved(settings: ColumnSettings, column: ColumnId, by: number): ColumnSettings {
  const shown = settings.order.filter((name) => !settings.hidden.includes(name));
  const target = shown[shown.indexOf(column) + by];
  return target === undefined ? settings : movedTo(settings, column, target);
}

/** The settings with a column at the place of another. */
export function movedTo(settings: ColumnSettings, column: ColumnId, target: ColumnId): ColumnSettings {
  if (column === target || columns[column].fixed || columns[target].fixed) return settings;
  const to = settings.order.indexOf(target);
  const order = settings.order.filter((name) => name !== column);
  order.splice(to, 0, column);
  return { ...settings, order };
}

/** The settings with a column shown or not. */
export function shown(settings: ColumnSettings, column: ColumnId, on: boolean): ColumnSettings {
  const hidden = columnIds.filter((name) => (name === column ? !on : settings.hidden.includes(name)));
  return { ...settings, hidden };
}

/** Which way a column is sorted; null: by another. */
export function sortOf(column: ColumnId, sort: SortOrder, reverse: boolean): 'ascending' | 'descending' | null {
  const own = columns[column].sort;
  if (!own) return null;
  // `oldest` is `newest` turned around, under a name of its own.
  const [by, turned] = sort === 'oldest' ? (['newest', !reverse] as const) : [sort, reverse];
  if (own.by !== by) return null;
  return turned === (own.first === 'ascending') ? 'descending' : 'ascending';
}

/** What a click on a column's head asks for: its first way, then the other one. */
export function sortedBy(
  column: ColumnId,
  sort: SortOrder,
  reverse: boolean,
): { readonly sort: SortOrder; readonly reverse: boolean } | null {
  const own = columns[column].sort;
  if (!own) return null;
  return { sort: own.by, reverse: sortOf(column, sort, reverse) === own.first };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
