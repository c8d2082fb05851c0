import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject } from 'react';
import backdrop from './dialog.module.css';
import styles from './finder.module.css';
import { Icon, type IconName } from './icon.tsx';
import { Kbd } from './kbd.tsx';

/** A modal sheet to find one thing of many by typing; what is inside brings the field and the list. Escape closes it. */
export function Finder({
  title,
  shown = false,
  slim = false,
  input,
  onClose,
  onClosed,
  open = true,
  children,
}: {
  readonly title: string;
  /** The title is seen, not only said. */
  readonly shown?: boolean;
  readonly slim?: boolean;
  /** The field, which has the focus. */
  readonly input: RefObject<HTMLInputElement | null>;
  readonly open?: boolean;
  readonly onClose: () => void;
  /** It is gone, and the focus is back. */
  readonly onClosed?: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()} onOpenChangeComplete={(next) => !next && onClosed?.()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdrop.backdrop} />
        <Dialog.Popup className={slim ? `${styles.popup} ${styles.slim}` : styles.popup} initialFocus={input}>
          <Dialog.Title className={shown ? styles.title : 'visually-hidden'}>{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The field's row. */
export function FinderField({ icon, children }: { readonly icon: IconName; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <Icon name={icon} />
      {children}
    </div>
  );
}

/** The keys at the foot of the sheet, with what they do. */
export function FinderFoot({
  hints,
  children,
}: {
  readonly hints: readonly { readonly keys: string; readonly does: string }[];
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles.foot}>
      {hints.map(({ keys, does }) => (
        <span key={keys} className={styles.hint}>
          <Kbd keys={keys} />
          {does}
        </span>
      ))}
      {children && <span className={styles.end}>{children}</span>}
    </div>
  );
}
