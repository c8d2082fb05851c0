import { useInfiniteQuery } from '@tanstack/react-query';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { importing } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './issue-list.module.css';
import { placeIn } from './name-of.ts';
import { PlaceLink } from './place-link.tsx';

const text = importing.issues;

/** What could not be read: the reason, where it stands, and its raw text. */
export function IssueList({
  runId,
  total,
  paths,
}: {
  readonly runId: number;
  readonly total: number;
  /** Of the import's inputs. */
  readonly paths: readonly string[];
}) {
  const archive = useArchive();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['issues', runId],
    queryFn: ({ pageParam, signal }) => archive.issues({ runId, after: pageParam, limit: 50 }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.more ? (page.issues.at(-1)?.id ?? null) : null),
  });
  const issues = data?.pages.flatMap((page) => page.issues) ?? [];
  return (
    <section aria-labelledby="issues">
      <h2 id="issues" className={styles.heading}>
        {text.title(total)}
      </h2>
      <p className={styles.lead}>{text.lead}</p>
      {error && !isCancelled(error) && <p role="alert">{sentence(error)}</p>}
      {!data && !error && <Skeleton width="70%" />}
      <ol className={styles.issues}>
        {issues.map((issue) => (
          <li key={issue.id} className={styles.issue}>
            <details>
              <summary className={styles.summary}>
                <span className={styles.message}>{issue.message}</span>
                <code className={styles.where}>{placeIn(issue.where, paths)}</code>
              </summary>
              <pre className={styles.raw} tabIndex={0} aria-label={text.raw}>
                {issue.raw}
              </pre>
              <PlaceLink to={{ issue: issue.id }} className={styles.whole}>
                {text.whole}
              </PlaceLink>
            </details>
          </li>
        ))}
      </ol>
      {data && !hasNextPage && issues.length > 0 && issues.length < total && (
        <p className={styles.lead}>{text.same(total - issues.length)}</p>
      )}
      {hasNextPage && (
        <Button look="outlined" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </section>
  );
}
