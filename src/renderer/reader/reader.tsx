import { useMemo, useState, type ReactNode } from 'react';
import type { ConversationDetail, Outline } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { OutlineRows } from '../../shared/outline.ts';
import { isCancelled, sentence, useDetail, useOutline } from '../archive.ts';
import { useCommand, useCommandTitle } from '../commands/keyboard.ts';
import { reader as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { go, usePlace } from '../view.ts';
import { FindBar, hasFindBar } from './find/find-bar.tsx';
import { HeadBar } from './head/bar.tsx';
import { Intro } from './head/intro.tsx';
import { useLenses } from './lenses.ts';
import { usePrint } from './print/use-print.ts';
import { RawView } from './raw-view.tsx';
import styles from './reader.module.css';
import { Thread } from './thread.tsx';
import { useHits } from './use-hits.ts';

/** The open conversation. `onBack` is there when the reader stands alone. */
export function Reader({ onBack }: { readonly onBack: (() => void) | null }) {
  const id = usePlace((place) => place.open);
  if (id === null) {
    return (
      <Notice icon="file" title={text.none.title}>
        <p>
          <Kbd keys="j" /> <Kbd keys="k" />
          {text.none.move}
          <Kbd keys="Enter" />
          {text.none.reads}
          <Kbd keys="?" />
          {text.none.keys}
        </p>
      </Notice>
    );
  }
  return <OpenConversation key={id} id={id} onBack={onBack} />;
}

function OpenConversation({ id, onBack }: { readonly id: string; readonly onBack: (() => void) | null }) {
  const detail = useDetail(id);
  const outline = useOutline(id, detail.data);
  const error = detail.error ?? outline.error;
  if (error && !isCancelled(error)) {
    const gone = error instanceof ArchiveError && error.code === 'NotFound';
    return (
      <Notice
        alert
        icon="error"
        title={gone ? text.gone : text.notOpened}
        actions={
          <>
            <Button look="outlined" onClick={() => go({ open: null, at: null, raw: false })}>
              {text.close}
            </Button>
            {!gone && (
              <Button look="outlined" onClick={() => void Promise.all([detail.refetch(), outline.refetch()])}>
                {text.again}
              </Button>
            )}
          </>
        }
      >
        <p>{gone ? text.goneWhy : sentence(error)}</p>
      </Notice>
    );
  }
  if (!detail.data || !outline.data) return <ReaderSkeleton />;
  return <Loaded detail={detail.data} outline={outline.data} onBack={onBack} />;
}

function Loaded({
  detail,
  outline,
  onBack,
}: {
  readonly detail: ConversationDetail;
  readonly outline: Outline;
  readonly onBack: (() => void) | null;
}) {
  const { conversation } = detail;
  const raw = usePlace((place) => place.raw);
  const lenses = useLenses();
  const rows = useMemo(() => new OutlineRows(outline), [outline]);
  const hits = useHits({ id: conversation.id, generation: outline.generation, rows }, lenses.applied);
  const [scrolled, setScrolled] = useState(false);
  const [titleSeen, setTitleSeen] = useState(false);
  usePrint(conversation.title);
  useCommand('raw', () => go({ raw: !raw }, { replace: true }));
  useCommandTitle('raw', raw ? text.bar.hideRaw : null);
  // The same element as long as it says the same: the messages are drawn anew with every scroll.
  const intro: ReactNode = useMemo(() => <Intro detail={detail} onTitle={setTitleSeen} />, [detail]);
  return (
    <article className={styles.reader} aria-label={conversation.title}>
      <HeadBar
        detail={detail}
        lenses={lenses}
        hits={hits}
        titled={raw || !titleSeen}
        lined={(raw || scrolled) && !hasFindBar(hits)}
        raw={raw}
        onBack={onBack}
      />
      {raw ? (
        <RawView id={conversation.id} />
      ) : (
        <>
          <FindBar hits={hits} onShow={lenses.toggle} />
          <Thread
            detail={detail}
            outline={outline}
            rows={rows}
            applied={lenses.applied}
            hits={hits}
            intro={intro}
            onScrolled={setScrolled}
          />
        </>
      )}
    </article>
  );
}

function ReaderSkeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label={text.opening}>
      <Skeleton width="55%" height={20} />
      <Skeleton width="35%" />
      {['88%', '94%', '72%', '90%', '81%', '40%'].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  );
}
