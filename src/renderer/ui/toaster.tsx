import { Button, IconButton } from './button.tsx';
import { dismiss, useToast } from './toast.ts';
import styles from './toaster.module.css';

export function Toaster() {
  const toast = useToast((state) => state.toast);
  return (
    <div className={styles.place} role="status" aria-live="polite">
      {toast && (
        <div key={toast.id} className={styles.toast} data-kind={toast.kind}>
          <span>{toast.text}</span>
          {toast.action && (
            <Button
              className={styles.action}
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" label="Dismiss" onClick={() => dismiss(toast.id)} />
        </div>
      )}
    </div>
  );
}
