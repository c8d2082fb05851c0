import { useEffect, useRef, useState } from 'react';
import { ui as text } from '../messages/index.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import { dismiss, stayOf, useToasts, type Toast } from './toast.ts';
import styles from './toaster.module.css';

/** Short messages at the foot of the window. F6 goes to the messages and back. */
export function Toaster() {
  const some = useToasts((state) => state.toasts.length > 0);
  return (
    <div className={styles.place} role="status" aria-live="polite" aria-label={text.messages}>
      {some && <Messages />}
    </div>
  );
}

function Messages() {
  const toasts = useToasts((state) => state.toasts);
  const place = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);

  useEffect(() => {
    let before: HTMLElement | null = null;
    const listener = (event: KeyboardEvent): void => {
      const button = place.current?.querySelector('button');
      if (event.key !== 'F6' || event.defaultPrevented || !button) return;
      event.preventDefault();
      if (place.current?.contains(document.activeElement)) return before?.focus();
      before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      button.focus();
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
      // The last message went with the focus in it.
      if (document.activeElement === document.body) before?.focus();
    };
  }, []);

  return (
    <div
      ref={place}
      className={styles.stack}
      role="presentation"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      {toasts.map((toast) => (
        <Message key={toast.id} toast={toast} waits={hovered || focused} />
      ))}
    </div>
  );
}

/** One message; its time does not run while somebody is at the messages. */
function Message({ toast, waits }: { readonly toast: Toast; readonly waits: boolean }) {
  const { id, kind, action } = toast;
  useEffect(() => {
    if (waits) return undefined;
    const timer = setTimeout(() => dismiss(id), stayOf(toast));
    return () => clearTimeout(timer);
  }, [id, toast, waits]);
  return (
    <div className={styles.toast} data-kind={kind}>
      {kind === 'failed' && <Icon name="error" />}
      <span className={styles.text}>{toast.text}</span>
      {action && (
        <Button
          className={styles.action}
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
          {action.keys && (
            <span aria-hidden="true">
              <Kbd keys={action.keys} />
            </span>
          )}
        </Button>
      )}
      <IconButton icon="close" label={text.dismiss} onClick={() => dismiss(id)} />
    </div>
  );
}
