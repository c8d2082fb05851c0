import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { bytesText } from '../../shared/bytes-text.ts';
import { sentence, useArchive } from '../archive.ts';
import { Button } from '../ui/button.tsx';
import { count } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './raw-view.module.css';

/** Lines drawn as one block, so that the browser can skip blocks out of sight. */
const blockLines = 200;

/** The record as the provider wrote it: one JSON document tidied up, anything else as it is. */
export function RawView({ id }: { readonly id: string }) {
  const archive = useArchive();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['raw', id],
    queryFn: ({ pageParam, signal }) => archive.raw({ id, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => {
      const next = page.offset + new TextEncoder().encode(page.text).length;
      return next < page.total && page.text !== '' ? next : null;
    },
    gcTime: 60_000,
  });
  const blocks = useMemo(() => blocksOf(tidied((data?.pages ?? []).map((page) => page.text).join(''))), [data]);
  if (error) {
    return (
      <Notice alert icon="error" title="The original could not be read">
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (!data) {
    return (
      <div className={styles.raw}>
        <Skeleton width="60%" />
      </div>
    );
  }
  const total = data.pages[0]?.total ?? 0;
  return (
    <div className={styles.raw} tabIndex={0} role="region" aria-label="Original record">
      <p className={styles.note}>
        The record as the provider wrote it, {bytesText(total)}
        {hasNextPage ? `; the first ${count(data.pages.length, 'megabyte')} shown` : ''}.
      </p>
      {blocks.map((block, place) => (
        <pre key={place} className={styles.block}>
          {block}
        </pre>
      ))}
      {hasNextPage && (
        <Button look="outlined" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}

function tidied(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function blocksOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const blocks: string[] = [];
  for (let from = 0; from < lines.length; from += blockLines) blocks.push(lines.slice(from, from + blockLines).join('\n'));
  return blocks;
}
