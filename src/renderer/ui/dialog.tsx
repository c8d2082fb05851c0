import { Dialog as Base } from '@base-ui/react/dialog';
import { useRef, type ReactNode } from 'react';
import { ui as text } from '../messages/index.ts';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

/**
 * A modal sheet with a title, closed by Escape, a click beside it, or its button; the focus goes back to where it was. In a narrow
 * window it takes the whole width.
 */
export function Dialog({
  open,
  onClose,
  title,
  wide = false,
  footer,
  children,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly wide?: boolean;
  /** What stays in sight below what scrolls: the buttons that end it. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          ref={popup}
          className={wide ? `${styles.popup} ${styles.wide}` : styles.popup}
          // What one came to do, where it is marked; else the sheet itself.
          initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-first-focus]') ?? popup.current}
        >
          <header className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton icon="close" label={text.close} keys="Escape" onClick={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
