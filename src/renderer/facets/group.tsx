import { useId, type ReactNode } from 'react';
import { facets as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './group.module.css';
import { stop } from './roving.ts';
import { useFolded } from './use-folded.ts';

/** One filter: its name, which folds it, the way to take it off, and its values. */
export function Group({
  name,
  title,
  onClear,
  aside,
  children,
}: {
  /** By which its fold is remembered. */
  readonly name: string;
  readonly title: string;
  /** Null while it is not set. */
  readonly onClear: (() => void) | null;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  const [folded, toggle] = useFolded();
  const open = !folded.has(name);
  return (
    <div role="group" aria-labelledby={id} className={styles.group}>
      <div className={styles.head}>
        <button
          {...stop}
          type="button"
          className={styles.fold}
          aria-expanded={open}
          data-set={onClear !== null || undefined}
          onClick={() => toggle(name)}
        >
          <span className={styles.chevron}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
          </span>
          <span id={id}>{title}</span>
        </button>
        {onClear && (
          <button type="button" className={styles.clear} onClick={onClear} aria-label={text.clearGroup(title)}>
            {text.clear}
          </button>
        )}
        {open && aside}
      </div>
      {open && children}
    </div>
  );
}
