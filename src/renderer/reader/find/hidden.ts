import type { OutlineRows } from '../../../shared/outline.ts';
import { tracesOf, type Transform } from '../../../shared/transforms/index.ts';
import type { Hit } from '../highlights.ts';

/** Hits that a lens hides, by the lens to turn off. */
export interface HiddenHits {
  readonly lens: string;
  readonly hits: number;
}

/** The hits that can be seen, and how many each lens hides. */
export function seenHits(
  hits: readonly Hit[],
  rows: OutlineRows,
  applied: readonly Transform[],
): { readonly seen: readonly Hit[]; readonly hidden: readonly HiddenHits[] } {
  if (applied.length === 0) return { seen: hits, hidden: [] };
  const hidden = new Map<string, number>();
  const seen = hits.filter((hit) => {
    const lens = lensOver(hit, rows, applied);
    if (lens !== null) hidden.set(lens, (hidden.get(lens) ?? 0) + 1);
    return lens === null;
  });
  return { seen, hidden: Array.from(hidden, ([lens, count]) => ({ lens, hits: count })) };
}

/** The lens that hides the part of a hit. What stands folded at the side is not stripped. */
function lensOver({ message, part }: Hit, rows: OutlineRows, applied: readonly Transform[]): string | null {
  const row = rows.at(message);
  if (!row || row.hidden || row.origin === 'injected' || row.role === 'system') return null;
  const only = { ...row, parts: row.parts.charAt(part) };
  return applied.find((transform) => Object.keys(tracesOf([transform], only)).length > 0)?.name ?? null;
}
