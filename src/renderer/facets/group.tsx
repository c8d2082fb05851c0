import { useId, type ReactNode } from 'react';
import styles from './group.module.css';

/** One filter: its name, the way to take it off, and its values. */
export function Group({
  title,
  onAny,
  children,
}: {
  readonly title: string;
  readonly onAny: (() => void) | null;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div className={styles.head}>
        <span id={id} className={styles.title}>
          {title}
        </span>
        {onAny && (
          <button type="button" className={styles.any} onClick={onAny}>
            Any<span className="visually-hidden"> {title}</span>
          </button>
        )}
      </div>
      {children}
    </div>
  );
}
