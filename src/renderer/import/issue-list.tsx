import { useInfiniteQuery } from '@tanstack/react-query';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { Button } from '../ui/button.tsx';
import { count } from '../ui/format.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './issue-list.module.css';

/** What could not be read: the reason, where it stands, and its raw text. */
export function IssueList({ runId, total }: { readonly runId: number; readonly total: number }) {
  const archive = useArchive();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['issues', runId],
    queryFn: ({ pageParam, signal }) => archive.issues({ runId, after: pageParam, limit: 50 }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.more ? (page.issues.at(-1)?.id ?? null) : null),
  });
  return (
    <section aria-labelledby="issues">
      <h2 id="issues" className={styles.heading}>
        {count(total, 'thing')} could not be read
      </h2>
      <p className={styles.lead}>
        Nothing is lost: the raw text of each is kept, and is read again when a later version understands it.
      </p>
      {error && !isCancelled(error) && <p role="alert">{sentence(error)}</p>}
      {!data && !error && <Skeleton width="70%" />}
      <ol className={styles.issues}>
        {data?.pages
          .flatMap((page) => page.issues)
          .map((issue) => (
            <li key={issue.id} className={styles.issue}>
              <details>
                <summary className={styles.summary}>
                  <span className={styles.message}>{issue.message}</span>
                  <code className={styles.where}>{issue.where}</code>
                </summary>
                <pre className={styles.raw} tabIndex={0} aria-label="Raw text">
                  {issue.raw === '' ? 'No text.' : issue.raw}
                </pre>
              </details>
            </li>
          ))}
      </ol>
      {hasNextPage && (
        <Button look="outlined" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  );
}
