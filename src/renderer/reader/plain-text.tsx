import { useState } from 'react';
import { parts as words } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { mostOfWhole, useWhole } from './whole.ts';
import styles from './plain-text.module.css';

/** Characters shown at first, and added by each step. */
const slice = 50_000;

/** A text as it is, the long ones in slices. */
export function PlainText({ text }: { readonly text: string }) {
  const [asked, setShown] = useState(slice);
  const [whole] = useWhole();
  const shown = whole ? Math.max(asked, mostOfWhole) : asked;
  return (
    <>
      <div className={styles.text}>{text.slice(0, shown)}</div>
      {text.length > shown && (
        <Button look="outlined" onClick={() => setShown(shown + slice * 4)}>
          {words.moreCharacters(text.length - shown)}
        </Button>
      )}
    </>
  );
}
