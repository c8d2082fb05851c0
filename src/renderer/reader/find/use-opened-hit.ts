import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Passage } from '../../../shared/contract.ts';
import { partTexts } from '../../../shared/query/part-texts.ts';
import type { Part } from '../../../shared/model.ts';
import { useArchive } from '../../archive.ts';
import { useResults } from '../../results.ts';
import { useView } from '../../view.ts';
import type { Hit } from '../highlights.ts';

/** The place in `stops` of the hit that the conversation was opened at: the passage's own when it came from one of the list. */
export function useOpenedHit(id: string, from: number | null, stops: readonly Hit[]): number | null {
  const archive = useArchive();
  const opened = useResults((results) => results.opened);
  const passage = useMemo(() => passageAt(id, from, opened), [id, from, opened]);
  const { data, isPending } = useQuery({
    queryKey: ['messages', id, 'passage', from],
    queryFn: async ({ signal }) =>
      (await archive.messages({ id, indexes: from === null ? [] : [from] }, signal)).messages[0] ?? null,
    enabled: passage !== null,
    gcTime: 30_000,
  });
  return useMemo(() => {
    if (from === null || (passage !== null && isPending)) return null;
    const inMessage = stops.findIndex((stop) => stop.message === from);
    const part = passage === null ? undefined : data?.parts[passage.partIndex];
    if (inMessage === -1 || passage === null || part === undefined) return inMessage === -1 ? null : inMessage;
    const offset = offsetOf(passage, part) ?? 0;
    const inPart = stops.findIndex(
      (stop) => stop.message === from && stop.part === passage.partIndex && (stop.mark[0] >= offset || stop.mark[1] === 0),
    );
    return inPart === -1 ? inMessage : inPart;
  }, [stops, from, passage, data, isPending]);
}

/** The passage that was opened, else the one that the list shows of this message. */
function passageAt(
  id: string,
  from: number | null,
  opened: { readonly id: string; readonly passage: Passage } | null,
): Passage | null {
  if (from === null) return null;
  if (opened?.id === id && opened.passage.messageIndex === from) return opened.passage;
  const row = useView.getState().listed.row(id);
  return row?.passages.find(({ messageIndex }) => messageIndex === from) ?? null;
}

const cutAt = /^… | …$/g;

/** Where the passage's first mark stands in the part's own text; null when it is of another text of the part. */
export function offsetOf({ text, marks }: Pick<Passage, 'text' | 'marks'>, part: Part): number | null {
  const own = partTexts(part).find((one) => one.own)?.text;
  if (own === undefined) return null;
  const at = own.replaceAll(/[\n\r\t]/g, ' ').indexOf(text.replaceAll(cutAt, ''));
  const lead = text.startsWith('… ') ? 2 : 0;
  return at === -1 ? null : at + (marks[0]?.[0] ?? lead) - lead;
}
