import type { ArchiveClient, Hits } from '../../../shared/contract.ts';
import type { Message } from '../../../shared/model.ts';
import { partTexts } from '../../../shared/query/part-texts.ts';
import { literalPattern } from './literal.ts';

/** Messages asked for at once: the most that the archive gives. */
const windowSize = 200;
/** Windows that are on their way at the same time. */
const together = 4;

/** Reads all messages of a conversation for a text that is no words: signs, or a piece of a longer word. Ends at `limit` places. */
export async function scan(
  archive: Pick<ArchiveClient, 'messages'>,
  { id, count, text, limit }: { readonly id: string; readonly count: number; readonly text: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Hits> {
  const hits: Hits['hits'][number][] = [];
  let places = 0;
  const windowAt = async (from: number): Promise<readonly Message[]> => {
    const length = Math.max(0, Math.min(windowSize, count - from));
    if (length === 0) return [];
    return (await archive.messages({ id, indexes: Array.from({ length }, (_, place) => from + place) }, signal)).messages;
  };
  for (let from = 0; from < count; from += windowSize * together) {
    const windows = await Promise.all(Array.from({ length: together }, (_, place) => windowAt(from + place * windowSize)));
    for (const message of windows.flat()) {
      for (const hit of textIn(message, text)) {
        if (places >= limit) return { hits, more: true };
        places += Math.max(1, hit.marks.length);
        hits.push(hit);
      }
    }
  }
  return { hits, more: false };
}

/** The same as the archive's own hits: a part found by what is not its own text has no marks. */
export function textIn({ index, parts }: Pick<Message, 'index' | 'parts'>, text: string): Hits['hits'] {
  const pattern = literalPattern(text);
  return parts.flatMap((part, partIndex) => {
    let there = false;
    const marks: (readonly [number, number])[] = [];
    for (const { text: source, own } of partTexts(part)) {
      for (const match of source.matchAll(pattern)) {
        there = true;
        if (own) marks.push([match.index, match.index + match[0].length]);
        if (!own || marks.length >= marksAtMost) break;
      }
    }
    return there ? [{ messageIndex: index, partIndex, marks }] : [];
  });
}

const marksAtMost = 200;
