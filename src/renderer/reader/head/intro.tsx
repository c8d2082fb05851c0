import { useCallback } from 'react';
import { providerNames, type ConversationDetail } from '../../../shared/contract.ts';
import { reader } from '../../messages/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { Facts } from './facts.tsx';
import styles from './intro.module.css';
import { Lineage } from './lineage.tsx';
import { Note } from './note.tsx';
import { onThis } from './on-this.ts';
import { States } from './states.tsx';
import { Tags } from './tags.tsx';

const text = reader.head;

/**
 * What there is to know of a conversation, above its first message: it scrolls away with the messages, so that nothing changes its height
 * when they are scrolled. The title here is for the eyes; the heading is in the bar, which is always there. `onTitle` is told whether the
 * title can be seen. `data-unsaid` marks what is about the conversation and not of it.
 */
export function Intro({ detail, onTitle }: { readonly detail: ConversationDetail; readonly onTitle: (seen: boolean) => void }) {
  const { conversation, originalTitle, note } = detail;
  const { id, title, provider } = conversation;
  const original = originalTitle === null ? null : text.originalTitle(providerNames[provider], originalTitle);
  const watch = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined;
      onTitle(true);
      const observer = new IntersectionObserver(([entry]) => entry && onTitle(entry.isIntersecting), {
        root: element.closest('[data-reader-scroller]'),
        // It is as good as gone when only the feet of its last letters are left.
        rootMargin: '-12px 0px 0px 0px',
      });
      observer.observe(element);
      return () => {
        observer.disconnect();
        onTitle(false);
      };
    },
    [onTitle],
  );
  return (
    <section className={styles.intro} aria-label={text.name} data-unsaid="">
      <div className={styles.titleLine} onDoubleClick={() => onThis(id, 'rename')}>
        <p ref={watch} className={styles.title} dir="auto" aria-hidden="true" title={original ?? undefined}>
          {title}
        </p>
        <IconButton icon="edit" label={text.rename} keys="F2" className={styles.pencil} onClick={() => onThis(id, 'rename')} />
      </div>
      {original !== null && <p className="visually-hidden">{original}</p>}
      <Facts conversation={conversation} />
      <Lineage detail={detail} />
      <States detail={detail} />
      <Tags conversation={conversation} noted={note !== null} />
      {note !== null && <Note id={id} note={note} />}
    </section>
  );
}
