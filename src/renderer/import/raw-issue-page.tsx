import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { importing } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import { placeIn } from './name-of.ts';
import styles from './raw-issue-page.module.css';
import { blocksOf } from './raw-blocks.ts';

const text = importing.rawIssue;

/** The whole raw text of what could not be read, with the reason above it. */
export function RawIssuePage({ runId, issue }: { readonly runId: number; readonly issue: number }) {
  const archive = useArchive();
  const { data: listed } = useQuery({
    queryKey: ['issues', runId, 'one', issue],
    queryFn: ({ signal }) => archive.issues({ runId, after: issue - 1, limit: 1 }, signal),
  });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['rawIssue', issue],
    queryFn: ({ pageParam, signal }) => archive.rawIssue({ issue, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ text: part, offset, total }) => {
      const next = offset + new TextEncoder().encode(part).length;
      return part !== '' && next < total ? next : null;
    },
    gcTime: 0,
  });
  const { data: receipt } = useQuery({ queryKey: ['run', runId], queryFn: ({ signal }) => archive.run({ runId }, signal) });
  const about = listed?.issues.find(({ id }) => id === issue);
  const parts = data?.pages ?? [];
  const last = parts.at(-1);
  const shown = last ? last.offset + new TextEncoder().encode(last.text).length : 0;
  const copy = (): void => {
    navigator.clipboard.writeText(parts.map((part) => part.text).join('')).then(
      () => say(text.copied),
      () => say(text.copyFailed, { kind: 'failed' }),
    );
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button icon="back" className={styles.back} onClick={() => go({ issue: null })}>
          {text.back}
        </Button>
        <div className={styles.line}>
          <div className={styles.words}>
            <h1 className={styles.title}>{text.title}</h1>
            {about && (
              <p className={styles.reason}>
                {about.message} <code>{placeIn(about.where, receipt?.inputs.map((input) => input.path) ?? [])}</code>
              </p>
            )}
          </div>
          {last && (
            <Button look="outlined" icon="copy" onClick={copy}>
              {text.copy}
            </Button>
          )}
        </div>
      </header>
      {error && !isCancelled(error) ? (
        <Notice alert icon="error" title={text.failed}>
          <p>{sentence(error)}</p>
        </Notice>
      ) : !data ? (
        <Skeleton width="60%" />
      ) : (
        <div className={styles.scroller} tabIndex={0} role="group" aria-label={text.label}>
          <div className={styles.raw}>
            {parts.flatMap((part) =>
              blocksOf(part.text).map((block, place) => (
                <pre key={`${part.offset} ${place}`} className={styles.block}>
                  {block}
                </pre>
              )),
            )}
          </div>
          {hasNextPage && last && (
            <p className={styles.more}>
              <Button look="outlined" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {text.more}
              </Button>
              {text.part(shown, last.total)}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
