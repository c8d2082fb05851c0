import type { Cell, Tables } from './provider.ts';

// For tests alone.

type Rows = Readonly<Record<string, { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }>>;

/** Tables in memory, read as a database is. */
export function tablesOf(tables: Rows): Tables {
  return {
    columns: Object.fromEntries(Object.entries(tables).map(([name, { columns }]) => [name, columns])),
    rows: function* (table, columns, options = {}) {
      const found = tables[table];
      const { where, orderBy = [] } = options;
      const at = (name: string): number => found?.columns.indexOf(name) ?? -1;
      const named = [...columns, ...orderBy, ...(where === undefined ? [] : [where.column])];
      if (found === undefined || named.some((name) => at(name) === -1)) return;
      const meant = found.rows.filter((row) => {
        if (where === undefined) return true;
        const cell = row[at(where.column)] ?? null;
        if ('equals' in where) return cell === where.equals;
        return typeof cell === 'string' && cell >= where.from && cell < where.below;
      });
      const sorted = meant.toSorted((a, b) => {
        for (const name of orderBy) {
          const [one, other] = [String(a[at(name)]), String(b[at(name)])];
          if (one !== other) return one < other ? -1 : 1;
        }
        return 0;
      });
      for (const row of sorted) yield columns.map((name) => row[at(name)] ?? null);
    },
  };
}
