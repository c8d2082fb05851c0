import type { ReactNode } from 'react';
import styles from './tools.module.css';

/** Prose inside of a card, which scrolls when it is long; so the keyboard must reach it. */
export function Page({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.page} tabIndex={0} role="group" aria-label={name}>
      {children}
    </div>
  );
}
