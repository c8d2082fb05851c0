import type { ProviderId } from './model.ts';
import type { Drift } from './parsed.ts';
import type { ReceiptInput } from './receipt.ts';

export interface DriftRow extends Drift {
  readonly provider: ProviderId | null;
  /** Version of the parser that did not know it; null where it was not noted. */
  readonly parser: number | null;
}

/** What is new in all inputs, each thing once for each provider, the most frequent first. */
export function driftOf(inputs: readonly ReceiptInput[]): readonly DriftRow[] {
  const rows = new Map<string, DriftRow>();
  for (const { provider, drift, parser = null } of inputs) {
    for (const item of drift) {
      const key = `${provider} ${item.kind} ${item.path}`;
      const known = rows.get(key);
      rows.set(key, { ...item, provider, parser, count: item.count + (known?.count ?? 0) });
    }
  }
  return [...rows.values()].toSorted((a, b) => b.count - a.count || a.path.localeCompare(b.path));
}

/** A text to send on: names of fields and shapes of values, never a word out of a conversation. */
export function shapeReport(version: string, rows: readonly DriftRow[]): string {
  const parsers = [...new Set(rows.map(({ provider, parser }) => `${provider ?? '-'} ${parser ?? '?'}`))];
  const lines = rows.map(({ provider, kind, path, count, example }) => [provider ?? '-', kind, path, count, example].join('\t'));
  return `Polylogue ${version}: shapes this version does not know\nparsers: ${parsers.join(', ')}\n\n${lines.join('\n')}\n`;
}

/** What is new in an export, in words: `3 fields, 2 content types`. */
export function driftTotals(rows: readonly DriftRow[]): string {
  const words = { field: ['field', 'fields'], type: ['content type', 'content types'], file: ['file', 'files'] } as const;
  return (['field', 'type', 'file'] as const)
    .map((kind) => [kind, rows.filter((row) => row.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${words[kind][count === 1 ? 0 : 1]}`)
    .join(', ');
}
