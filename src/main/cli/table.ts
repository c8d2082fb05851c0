import { cutText, fitText, onOneLine, textWidth } from './text-width.ts';

export interface Column {
  readonly name: string;
  readonly align: 'left' | 'right';
}

/** Blanks between columns. */
const gap = 2;
/** No column is squeezed below this. */
const narrowest = 6;

/** Rows as an aligned table of at most `width` columns, the widest columns giving way first. No line ends in blanks. */
export function tableText(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const cells = rows.map((row) => columns.map((_, at) => onOneLine(row[at] ?? '')));
  const widths = columns.map((column, at) =>
    cells.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? '')), textWidth(column.name)),
  );
  squeeze(widths, width - gap * (columns.length - 1));
  const line = (row: readonly string[]): string =>
    columns
      .map((column, at) =>
        at === columns.length - 1 && column.align === 'left'
          ? cutText(row[at] ?? '', widths[at] ?? 0)
          : fitText(row[at] ?? '', widths[at] ?? 0, column.align),
      )
      .join(' '.repeat(gap))
      .trimEnd();
  return [columns.map((column) => column.name), ...cells].map((row) => `${line(row)}\n`).join('');
}

/** Takes from the widest until the sum fits, or all are at their narrowest. */
function squeeze(widths: number[], available: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - available;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) return;
    const at = widths.indexOf(widest);
    const second = Math.max(narrowest, ...widths.filter((width) => width < widest));
    const less = Math.min(over, Math.max(1, widest - second));
    widths[at] = widest - less;
    over -= less;
  }
}
