import { useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { formatNumber } from '../ui/format.ts';
import { say } from '../ui/toast.ts';
import styles from './code-block.module.css';

/** Lines above which only the head and the tail are drawn. */
const longBlock = 60;
const headLines = 40;
const tailLines = 12;
/** Characters drawn at most, and the factor by which each step draws more: a log of megabytes must not stop the window. */
const mostCharacters = 100_000;
const step = 5;

/** Code or output in a box of its own: scrolls inside itself, can be copied; long ones show head and tail. */
export function CodeBlock({
  text,
  language = '',
  label,
  folding = false,
}: {
  readonly text: string;
  readonly language?: string;
  /** Named in the head instead of the language. */
  readonly label?: string;
  /** Long text shows head and tail until asked for. */
  readonly folding?: boolean;
}) {
  const [whole, setWhole] = useState(false);
  const [most, setMost] = useState(mostCharacters);
  const cut = text.length > most;
  const shown = cut ? text.slice(0, most) : text.replace(/\n$/, '');
  const lines = folding && !whole && !cut ? shown.split('\n') : [];
  const folded = lines.length > longBlock;
  const name = label ?? language;
  return (
    <figure className={styles.block}>
      <figcaption className={styles.head}>
        <span className={styles.language}>{name}</span>
        <IconButton icon="copy" label={`Copy ${name || 'code'}`} className={styles.copy} onClick={() => void copy(text)} />
      </figcaption>
      {/* Scrolls sideways, so the keyboard must reach it. */}
      <pre className={styles.code} tabIndex={0} aria-label={name || 'Code'} role="group">
        <code>{folded ? lines.slice(0, headLines).join('\n') : shown}</code>
      </pre>
      {cut && (
        <Button className={styles.gap} onClick={() => setMost(most * step)}>
          {formatNumber(text.length - most)} more characters
        </Button>
      )}
      {folded && (
        <>
          <Button className={styles.gap} onClick={() => setWhole(true)}>
            {formatNumber(lines.length - headLines - tailLines)} more lines
          </Button>
          <pre className={styles.code} tabIndex={0} aria-label={`${name || 'Code'}, the end`} role="group">
            <code>{lines.slice(-tailLines).join('\n')}</code>
          </pre>
        </>
      )}
    </figure>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.');
  } catch {
    say('The browser did not allow copying.', { kind: 'failed' });
  }
}
