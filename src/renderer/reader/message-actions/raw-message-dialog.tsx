import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RawMessage } from '../../../shared/contract.ts';
import { sentence, useArchive } from '../../archive.ts';
import { raw } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.ts';
import { go } from '../../view.ts';
import { RawLines } from '../raw-view/raw-lines.tsx';
import { kindOf, RowMaker, type RawRow } from '../raw-view/raw-rows.ts';
import { useRawWrap } from '../raw-view/use-raw-wrap.ts';
import styles from './raw-message-dialog.module.css';

const text = raw.message;
/** Bytes up to which the whole record stands for a message that is not found in it. */
const mostShown = 500_000;

/** A message as the provider wrote it; of several, one at a time. */
export function RawMessageDialog({
  conversation,
  indexes,
  onClose,
}: {
  readonly conversation: string;
  readonly indexes: readonly number[];
  readonly onClose: () => void;
}) {
  const archive = useArchive();
  const [place, setPlace] = useState(0);
  const [wrap, toggleWrap] = useRawWrap();
  const index = indexes[place] ?? 0;
  const { data, error } = useQuery({
    queryKey: ['rawMessage', conversation, index],
    queryFn: ({ signal }) => archive.rawMessage({ id: conversation, index }, signal),
    gcTime: 30_000,
    staleTime: 5000,
  });
  // A message that bears no id there: the record it is in, where that is no book.
  const holder = data?.pieces.length === 0 && data.source !== null && data.source.bytes <= mostShown ? data.source : null;
  const record = holder?.record ?? null;
  const { data: whole, error: wholeError } = useQuery({
    queryKey: ['rawWhole', conversation, record],
    queryFn: ({ signal }) => archive.raw({ id: conversation, offset: 0, ...(record !== null && { record }) }, signal),
    enabled: record !== null,
    gcTime: 30_000,
    staleTime: 5000,
  });
  const found = useMemo((): RawMessage | null => {
    if (data && data.pieces.length > 0) return data;
    if (!whole || holder === null) return null;
    return { pieces: [{ text: whole.text, bytes: whole.total, offset: 0, line: null }], source: holder };
  }, [data, whole, holder]);
  const rows = useMemo(() => (found ? rowsOf(found, holder !== null) : []), [found, holder]);
  const failed = error ?? wholeError;
  const copy = (): void => {
    navigator.clipboard.writeText(found?.pieces.map((piece) => piece.text).join('\n') ?? '').then(
      () => say(raw.copied),
      () => say(raw.copyDenied, { kind: 'failed' }),
    );
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.raw}
      footer={
        <>
          {indexes.length > 1 && (
            <span className={styles.steps}>
              <IconButton icon="chevron-left" label={text.previous} disabled={place === 0} onClick={() => setPlace(place - 1)} />
              <span role="status">{text.place(place + 1, indexes.length)}</span>
              <IconButton
                icon="chevron-right"
                label={text.next}
                disabled={place === indexes.length - 1}
                onClick={() => setPlace(place + 1)}
              />
            </span>
          )}
          <Button
            onClick={() => {
              onClose();
              go({ raw: true }, { replace: true });
            }}
          >
            {text.whole}
          </Button>
          <Button look="primary" icon="copy" disabled={!found} onClick={copy}>
            {raw.copy}
          </Button>
        </>
      }
    >
      {failed ? (
        <p role="alert">{`${raw.failed}. ${sentence(failed)}`}</p>
      ) : !data || (holder !== null && found === null) ? (
        <div className={styles.reading} role="status" aria-label={raw.reading}>
          <Skeleton width="50%" />
          <Skeleton width="70%" />
        </div>
      ) : !found ? (
        <p>{text.notFound}</p>
      ) : (
        <>
          <div className={styles.about}>
            <p className={styles.from}>
              {holder !== null && `${text.inWhole} `}
              {aboutOf(found)}
            </p>
            <IconButton icon="wrap" label={raw.wrap} aria-pressed={wrap} onClick={toggleWrap} />
          </div>
          <div className={styles.lines} style={{ height: `min(56dvh, ${Math.max(8, rows.length * 1.25 + 3)}rem)` }}>
            <RawLines key={index} rows={rows} wrap={wrap} label={text.label} />
          </div>
        </>
      )}
    </Dialog>
  );
}

function aboutOf({ pieces, source }: RawMessage): string {
  const name = source?.name ?? '';
  const lines = pieces.flatMap(({ line }) => line ?? []);
  const shown = pieces.reduce((sum, piece) => sum + new TextEncoder().encode(piece.text).length, 0);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const from = lines.length === 0 ? text.from(name) : text.lines(name, lines);
  return `${from} · ${shown < bytes ? text.cut(shown, bytes) : raw.size(bytes)}`;
}

function rowsOf({ pieces }: RawMessage, whole: boolean): readonly RawRow[] {
  return pieces.flatMap((piece) =>
    new RowMaker(whole ? kindOf(piece.text) : piece.line === null ? 'document' : 'log', piece.line ?? 1)
      .add(piece.text)
      .snapshot(),
  );
}
