import { useId, type ReactNode } from 'react';
import styles from './setting.module.css';

/** Settings that belong together. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {title}
      </h2>
      <div className={styles.rows}>{children}</div>
    </section>
  );
}

/** One line: what it is, and what it is set to. `children` gets the id of the label, for what has no name of its own. */
export function Row({
  label,
  hint,
  stacked = false,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  /** The value stands below its name: it is long. */
  readonly stacked?: boolean;
  readonly children: ReactNode | ((labelId: string) => ReactNode);
}) {
  const id = useId();
  return (
    <div className={styles.row} data-stacked={stacked || undefined}>
      <div className={styles.name}>
        <div id={id} className={styles.label}>
          {label}
        </div>
        {hint !== undefined && <div className={styles.hint}>{hint}</div>}
      </div>
      <div className={styles.control}>{typeof children === 'function' ? children(id) : children}</div>
    </div>
  );
}
