/* oxlint-disable react/refs -- what was read before stays until it is read again, outside of drawing */
import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import { useArchive } from '../archive.ts';
import type { Message } from '../../shared/model.ts';
import type { OutlineRows } from '../../shared/outline.ts';
import { partCodesOf } from '../../shared/part-code.ts';

/** Messages asked for at once. */
const windowSize = 32;

const noMessages: ReadonlyMap<number, Message> = new Map();

/**
 * The messages of the drawn items, by index, in windows that stay when one scrolls back; missing where still on the way. When the
 * conversation grows, a message that looks the same in the new outline stays until it has been read again.
 */
export function useMessages(
  id: string,
  generation: number,
  rows: OutlineRows,
  indexes: readonly number[],
): { readonly messages: ReadonlyMap<number, Message>; readonly error: unknown } {
  const archive = useArchive();
  const windows = [...new Set(indexes.map((index) => Math.floor(index / windowSize)))];
  const before = useRef<ReadonlyMap<number, Message>>(noMessages);
  const read = useQueries({
    queries: windows.map((window) => ({
      queryKey: ['messages', id, generation, window],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const from = window * windowSize;
        const length = Math.min(windowSize, rows.count - from);
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
  const late = indexes.filter((index) => !read.messages.has(index) && fits(before.current.get(index), rows));
  if (late.length === 0) {
    if (read.messages.size > 0) before.current = read.messages;
    return read;
  }
  const messages = new Map(read.messages);
  for (const index of late) {
    const message = before.current.get(index);
    if (message) messages.set(index, message);
  }
  return { messages, error: read.error };
}

function fits(message: Message | undefined, rows: OutlineRows): boolean {
  if (!message) return false;
  const { index } = message;
  return (
    rows.words[index] === message.words &&
    rows.timeOf(index) === message.createdAt &&
    rows.roleOf(index) === message.role &&
    rows.partsOf(index) === partCodesOf(message.parts)
  );
}
