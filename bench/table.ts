/** One figure beside its goal. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** `>= 60`, `<= 400`, or empty where there is none. */
  readonly goal: string;
  /** Measured in the same run: the bare loop, the bare index. */
  readonly ceiling?: number;
}

/** Whether the figure meets its goal; null without one. */
export function meets(figure: Figure): boolean | null {
  const goal = /^(>=|<=)\s*([\d.]+)/.exec(figure.goal);
  if (goal === null) return null;
  return goal[1] === '>=' ? figure.value >= Number(goal[2]) : figure.value <= Number(goal[2]);
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${round(figure.value)} ${figure.unit}`.trim(),
    figure.ceiling === undefined ? '' : `${round(figure.ceiling)} ${figure.unit}`.trim(),
    figure.goal,
    { true: 'yes', false: '**no**', null: '' }[String(meets(figure))] ?? '',
  ]);
  const head = ['what', 'measured', 'ceiling, same run', 'goal', 'met'];
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

function round(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
