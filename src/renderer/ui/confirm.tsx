import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

/** Asks before something that is large or cannot be taken back. Enter confirms, Escape does not. */
export function Confirm({
  open,
  title,
  confirm,
  cancel,
  onConfirm,
  onClose,
  children,
}: {
  readonly open: boolean;
  readonly title: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const first = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} initialFocus={first}>
          <header className={styles.head}>
            <Base.Title className={styles.question}>{title}</Base.Title>
          </header>
          <Base.Description className={styles.body} render={<div />}>
            {children}
          </Base.Description>
          <footer className={styles.foot}>
            <Button look="outlined" onClick={onClose}>
              {cancel}
            </Button>
            <Button
              ref={first}
              look="primary"
              onClick={() => {
                onClose();
                onConfirm();
              }}
            >
              {confirm}
            </Button>
          </footer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
