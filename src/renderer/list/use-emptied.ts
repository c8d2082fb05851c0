import { useQuery } from '@tanstack/react-query';
import type { Total } from '../../shared/contract.ts';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { useArchive } from '../archive.ts';
import { withoutFilters } from '../../shared/query/dropped.ts';

/** Parts of a query that are asked for alone. */
const most = 6;

/** What is known of why a query finds nothing, beyond what its total says. */
export interface Emptied {
  /** What the query's words find without its filters; null: there are no filters, no words, or words find nothing. */
  readonly words: { readonly query: string; readonly conversations: number } | null;
  /** Where dropping one part is not enough: what each finds alone. */
  readonly alone: readonly {
    readonly from: number;
    readonly to: number;
    readonly text: string;
    readonly conversations: number;
  }[];
}

/** Asks on, one question after the other, once it is certain that nothing was found. */
export function useEmptied(query: string, total: Total | undefined): Emptied | undefined {
  const archive = useArchive();
  const words = withoutFilters(query);
  const parts = total?.without ?? [];
  // What is left out finds nearly everything alone, and so does where words count.
  const silent = new Set(
    leavesOf(parse(query).query).flatMap(({ leaf, negated }) =>
      negated || (leaf.kind === 'filter' && (leaf.field === 'in' || leaf.field === 'role')) ? [leaf.to] : [],
    ),
  );
  const apart =
    parts.length > 1 && parts.every((part) => part.conversations === 0)
      ? parts.filter(({ to }) => !silent.has(to)).slice(0, most)
      : [];
  const { data } = useQuery({
    // Under the totals, so that it is asked again when these are.
    queryKey: ['total', 'emptied', query, words, apart.map(({ text }) => text)],
    queryFn: async ({ signal }): Promise<Emptied> => {
      const found = words === null ? 0 : (await archive.total({ query: words }, signal)).conversations;
      const alone: Emptied['alone'][number][] = [];
      for (const { from, to, text } of apart)
        alone.push({ from, to, text, conversations: (await archive.total({ query: text }, signal)).conversations });
      return { words: words === null || found === 0 ? null : { query: words, conversations: found }, alone };
    },
    gcTime: 60_000,
    enabled: total !== undefined && total.conversations === 0 && total.reading === null && (words !== null || apart.length > 0),
  });
  return data;
}
