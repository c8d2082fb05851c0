import { useCallback, useId, useState } from 'react';
import { reader } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { Markdown } from '../markdown.tsx';
import styles from './intro.module.css';
import { onThis } from './on-this.ts';

const text = reader.head;

/** What the person wrote about the conversation; of a long note the beginning. */
export function Note({ id, note }: { readonly id: string; readonly note: string }) {
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  const body = useId();
  const measure = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      // An open note is as high as it is; whether it is long is known from before.
      if (element.dataset['open'] === undefined) setLong(element.scrollHeight > element.clientHeight + 2);
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section className={styles.note} aria-label={text.note}>
      <div ref={measure} id={body} className={styles.noteBody} data-open={open || undefined} data-long={long || undefined}>
        <div>
          <Markdown text={note} breaks />
        </div>
      </div>
      <div className={styles.noteFoot}>
        {long && (
          <Button className={styles.add} aria-expanded={open} aria-controls={body} onClick={() => setOpen(!open)}>
            {open ? text.lessNote : text.wholeNote}
          </Button>
        )}
        <Button className={styles.add} aria-label={text.editNoteName} onClick={() => onThis(id, 'note')}>
          {text.editNote}
        </Button>
      </div>
    </section>
  );
}
