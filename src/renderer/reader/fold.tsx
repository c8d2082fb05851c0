import type { ReactNode } from 'react';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useFold } from './folds.ts';
import styles from './fold.module.css';

/** One line that opens: a tool card, thinking, what was pasted or injected. */
export function Fold({
  foldKey,
  icon,
  label,
  note,
  summary,
  state,
  tone = 'plain',
  otherwise = false,
  children,
}: {
  readonly foldKey: string;
  readonly icon: IconName;
  readonly label: string;
  /** Quietly behind the label. */
  readonly note?: string | undefined;
  readonly summary?: ReactNode;
  readonly state?: ReactNode;
  readonly tone?: 'plain' | 'card';
  readonly otherwise?: boolean;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useFold(foldKey, otherwise);
  return (
    <div className={styles.fold} data-tone={tone} data-open={open || undefined}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={styles.chevron}>
          <Icon name="chevron-right" size={12} />
        </span>
        <span className={styles.icon}>
          <Icon name={icon} size={14} />
        </span>
        <span className={styles.label}>{label}</span>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {summary && <span className={styles.summary}>{summary}</span>}
        {state && <span className={styles.state}>{state}</span>}
      </button>
      {open && <div className={styles.body}>{children}</div>}
    </div>
  );
}
