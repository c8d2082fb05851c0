import type { ReactNode } from 'react';
import { parts as text } from '../../messages/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { useFold } from '../folds.ts';
import styles from './maker.module.css';

/** The call that made an artifact: a button at the artifact's card, until it is asked for or something is found in it. */
export function Maker({ partKey, children }: { readonly partKey: string; readonly children: ReactNode }) {
  const [open, setOpen] = useFold(partKey);
  if (open) return children;
  return (
    <div className={styles.maker}>
      <IconButton icon="tool" label={text.artifact.call} aria-expanded={false} onClick={() => setOpen(true)} />
    </div>
  );
}
