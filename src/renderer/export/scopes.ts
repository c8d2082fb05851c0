import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestInput } from '../../shared/requests.ts';
import { useArchive, useDetail, useTotal } from '../archive.ts';
import { exporting as text } from '../messages/index.ts';
import { targetOf, usePlace, useView, type Target } from '../view.ts';

/** Something that may be exported: the conversation at hand, what is picked, or everything that is found. */
export interface Scope {
  readonly id: 'target' | 'found';
  readonly label: string;
  readonly selection: RequestInput<'export'>['selection'];
  /** Null while it is not known. */
  readonly size: number | null;
  /** Null where counting them would take too long. */
  readonly words: number | null;
  /** The only conversation, when it is one. */
  readonly only: string | null;
}

/** What may be exported as things stood when this was first asked: the nearest first. */
export function useScopes(): readonly Scope[] {
  const [target] = useState(() => targetOf(useView.getState()));
  const query = usePlace((place) => place.query);
  const { data: total } = useTotal(query, false);
  const found = total?.conversations ?? null;
  const words = useWords(query, found);
  const only = target?.ids?.length === 1 ? (target.ids[0] ?? null) : null;
  const everything: Scope = {
    id: 'found',
    label: query.trim() === '' ? text.all(found) : text.found(found),
    selection: { query },
    size: found,
    words,
    only: null,
  };
  const label = useTargetLabel(target, only);
  if (!target || (target.ids === null && target.size === found)) return [everything];
  const known = target.rows.length === target.size;
  return [
    {
      id: 'target',
      label: label.text,
      selection: target.selection,
      size: target.size,
      words: only === null ? (known ? target.rows.reduce((sum, row) => sum + row.words, 0) : null) : label.words,
      only,
    },
    everything,
  ];
}

function useTargetLabel(target: Target | null, only: string | null): { readonly text: string; readonly words: number | null } {
  const row = target?.rows.find(({ id }) => id === only);
  const { data: detail } = useDetail(only ?? '', only !== null);
  const conversation = detail?.conversation ?? row;
  if (only === null) return { text: text.selected(target?.size ?? 0), words: null };
  return { text: text.one(conversation?.title ?? ''), words: conversation?.words ?? null };
}

/** Conversations whose words are counted for a dialogue. */
const countable = 2000;
const pageSize = 500;

/** The words of all that a query finds, where that is quickly told. */
function useWords(query: string, conversations: number | null): number | null {
  const archive = useArchive();
  const { data } = useQuery({
    queryKey: ['total', 'words', query],
    queryFn: async ({ signal }) => {
      let words = 0;
      let cursor: string | null = null;
      do {
        const asked = { query, limit: pageSize, passages: 0, ...(cursor !== null && { cursor }) };
        const page: Awaited<ReturnType<typeof archive.search>> = await archive.search(asked, signal);
        words += page.rows.reduce((sum, row) => sum + row.words, 0);
        ({ cursor } = page);
      } while (cursor !== null);
      return words;
    },
    enabled: conversations !== null && conversations <= countable,
    gcTime: 0,
  });
  return data ?? null;
}
