import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { providerNames } from '../../shared/contract.ts';
import { sentence, useArchive } from '../archive.ts';
import { settings as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { formatFullTime, formatWhen } from '../ui/format.ts';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { say } from '../ui/toast.ts';
import styles from './deleted-row.module.css';
import { Row } from './setting.tsx';

const words = text.deleted;

/** Rows of one page. */
const PAGE = 100;

/** How many conversations were deleted for good, which ones, and the way to let them in again. */
export function DeletedRow() {
  const archive = useArchive();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState(false);
  const { data } = useQuery({ queryKey: ['tombstones'], queryFn: ({ signal }) => archive.tombstones({}, signal) });
  const letIn = useLetIn();
  const count = data?.conversations ?? 0;
  return (
    <Row label={words.label} hint={words.hint} stacked={shown && count > 0}>
      {words.count(count)}
      {count > 0 && (
        <>
          <Button look="outlined" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? words.hide : words.show}
          </Button>
          <Button look="outlined" disabled={letIn.isPending} onClick={() => setAsking(true)}>
            {words.letIn}
          </Button>
        </>
      )}
      {shown && count > 0 && <DeletedList />}
      <Confirm
        open={asking}
        title={words.title}
        confirm={words.confirm}
        cancel={words.cancel}
        onConfirm={() => letIn.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <p>{words.sure(count)}</p>
      </Confirm>
    </Row>
  );
}

/** Lets conversations in again; undefined: all. */
function useLetIn() {
  const archive = useArchive();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | undefined) => archive.letIn(ids === undefined ? {} : { ids }),
    onSuccess: ({ conversations }) => {
      say(words.done(conversations));
      void cache.invalidateQueries();
    },
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
}

function DeletedList() {
  const archive = useArchive();
  const letIn = useLetIn();
  const list = useRef<HTMLUListElement>(null);
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['tombstones', 'list'],
    queryFn: ({ pageParam, signal }) => archive.tombstones({ after: pageParam, limit: PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.more ? pages.reduce((sum, { deleted }) => sum + deleted.length, 0) : undefined),
  });
  return (
    <div className={styles.all}>
      <ul ref={list} className={styles.list} tabIndex={-1} aria-label={words.list}>
        {data?.pages.flatMap(({ deleted }) =>
          deleted.map(({ id, provider, nativeId, title, deletedAt }) => (
            <li key={id} className={styles.one}>
              <ProviderMark provider={provider} />
              <span className={styles.name}>
                <span className={styles.title}>{title ?? words.untitled(providerNames[provider])}</span>
                <code className={styles.id}>{nativeId}</code>
              </span>
              <time className={styles.when} dateTime={new Date(deletedAt).toISOString()} title={formatFullTime(deletedAt)}>
                {formatWhen(deletedAt)}
              </time>
              <Button
                look="outlined"
                aria-label={words.letInOne(title ?? nativeId)}
                disabled={letIn.isPending}
                onClick={() => {
                  letIn.mutate([id]);
                  // Its button goes with it.
                  list.current?.focus();
                }}
              >
                {words.one}
              </Button>
            </li>
          )),
        )}
      </ul>
      {hasNextPage && (
        <Button look="outlined" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  );
}
