import type { ProviderId } from '../../shared/model.ts';
import type { Drift } from '../../shared/parsed.ts';
import type { ReceiptInput } from '../../shared/receipt.ts';

export interface DriftRow extends Drift {
  readonly provider: ProviderId | null;
}

/** What is new in all inputs, each thing once for each provider, the most frequent first. */
export function driftOf(inputs: readonly ReceiptInput[]): readonly DriftRow[] {
  const rows = new Map<string, DriftRow>();
  for (const { provider, drift } of inputs) {
    for (const item of drift) {
      const key = `${provider} ${item.kind} ${item.path}`;
      const known = rows.get(key);
      rows.set(key, { ...item, provider, count: item.count + (known?.count ?? 0) });
    }
  }
  return [...rows.values()].toSorted((a, b) => b.count - a.count || a.path.localeCompare(b.path));
}

/** A text to send on: shapes only, never a word out of a conversation. */
export function reportOf(heading: string, rows: readonly DriftRow[]): string {
  const lines = rows.map(({ provider, kind, path, count, example }) => [provider ?? '-', kind, path, count, example].join('\t'));
  return `${heading}\n\n${lines.join('\n')}\n`;
}
