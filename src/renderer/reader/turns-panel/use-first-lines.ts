import { useQueries } from '@tanstack/react-query';
import { useArchive } from '../../archive.ts';
import { firstLine } from './first-line.ts';
import type { Turn } from './turns.ts';

/** Turns asked for at once. */
const windowSize = 32;

const noLines: ReadonlyMap<number, string> = new Map();

/** The first lines of the turns from one to before another, by message, as they arrive. */
export function useFirstLines(
  { id, generation }: { readonly id: string; readonly generation: number },
  turns: readonly Turn[],
  from: number,
  to: number,
): ReadonlyMap<number, string> {
  const archive = useArchive();
  const windows: number[][] = [];
  for (let at = Math.floor(from / windowSize) * windowSize; at < Math.min(to, turns.length); at += windowSize) {
    windows.push(turns.slice(at, at + windowSize).map(({ message }) => message));
  }
  return useQueries({
    queries: windows.map((indexes) => ({
      queryKey: ['messages', id, generation, 'first lines', indexes.join(' ')],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { messages } = await archive.messages({ id, indexes }, signal);
        return messages.map(({ index, parts }) => [index, firstLine(parts)] as const);
      },
      structuralSharing: false,
      gcTime: 120_000,
    })),
    combine: (results) => (results.every(({ data }) => !data) ? noLines : new Map(results.flatMap(({ data }) => data ?? []))),
  });
}
