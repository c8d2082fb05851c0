import { useQueries } from '@tanstack/react-query';
import { useArchive } from '../archive.ts';
import type { Message } from '../../shared/model.ts';

/** Messages asked for at once. */
const windowSize = 32;

const noMessages: ReadonlyMap<number, Message> = new Map();

/** The messages of the drawn items, by index, in windows that stay when one scrolls back. Null where still on the way. */
export function useMessages(
  id: string,
  generation: number,
  total: number,
  indexes: readonly number[],
): { readonly messages: ReadonlyMap<number, Message>; readonly error: unknown } {
  const archive = useArchive();
  const windows = [...new Set(indexes.map((index) => Math.floor(index / windowSize)))];
  return useQueries({
    queries: windows.map((window) => ({
      queryKey: ['messages', id, generation, window],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const from = window * windowSize;
        const length = Math.min(windowSize, total - from);
        return archive.messages({ id, indexes: Array.from({ length }, (_, place) => from + place) }, signal);
      },
      structuralSharing: false,
      gcTime: 120_000,
    })),
    combine: (results) => {
      const error = results.find((result) => result.error)?.error ?? null;
      if (results.every((result) => !result.data)) return { messages: noMessages, error };
      const messages = new Map<number, Message>();
      for (const { data } of results) for (const message of data?.messages ?? []) messages.set(message.index, message);
      return { messages, error };
    },
  });
}
