import { memo, useEffect, useState, type ReactNode } from 'react';
import { parts as text } from '../../messages/index.ts';
import { beside, Recent } from '../aside.ts';
import { whenThereIsTime } from '../slices.ts';
import styles from './formula.module.css';
import { elementsOf } from './markup.ts';
import type { Typesetting } from './typesetting.ts';

const ask = beside<Typesetting>(() => new Worker(new URL('./math-worker.ts', import.meta.url), { type: 'module' }));

/** Formulas as they are drawn; null for one that could not be set. */
const cache = new Recent<{ readonly drawn: ReactNode }>(1000);

/** A formula, set beside the window's thread; its source until then, and when it is not understood. */
export const Formula = memo(function Formula({ tex, display }: { readonly tex: string; readonly display: boolean }) {
  const key = `${display ? 'd' : 'i'}${tex}`;
  const known = cache.get(key);
  const [, setArrived] = useState('');
  const missing = known === undefined;
  useEffect(() => {
    if (!missing || typeof Worker === 'undefined') return undefined;
    let wanted = true;
    const set = async (): Promise<void> => {
      const markup = await typeset(tex, display);
      if (!wanted) return;
      // Making elements of it is work too.
      takeBack = whenThereIsTime(() => {
        cache.set(key, { drawn: markup === null ? null : elementsOf(markup) });
        setArrived(key);
      });
    };
    let takeBack = whenThereIsTime(() => void set());
    return () => {
      wanted = false;
      takeBack();
    };
  }, [missing, key, tex, display]);
  const drawn = known?.drawn ?? null;
  if (drawn !== null)
    return display ? (
      <div className={styles.display} tabIndex={0} role="group" aria-label={text.formula}>
        {drawn}
      </div>
    ) : (
      <span className={styles.inline}>{drawn}</span>
    );
  const source = display ? `$$${tex}$$` : `$${tex}$`;
  return display ? (
    <pre
      className={styles.source}
      data-failed={known !== undefined || undefined}
      tabIndex={0}
      role="group"
      aria-label={text.formula}
    >
      {source}
    </pre>
  ) : (
    <code title={known === undefined ? undefined : text.formulaFailed}>{source}</code>
  );
});

async function typeset(tex: string, display: boolean): Promise<string | null> {
  try {
    const [markup] = await Promise.all([ask({ tex, display }), import('katex/dist/katex.min.css')]);
    return markup;
  } catch {
    return null;
  }
}
