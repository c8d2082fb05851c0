import { useState } from 'react';
import styles from './ignored-files.module.css';

/** A file of an import that is no conversation, and why. */
export interface IgnoredFile {
  readonly name: string;
  readonly reason: string;
}

/** Files that are shown at once: thousands would be slow, and nobody reads them. */
const step = 200;

/** Files that hold no conversations, folded under how many they are. Draws nothing where there are none. */
export function IgnoredFiles({
  files,
  summary,
  more,
  note,
}: {
  readonly files: readonly IgnoredFile[];
  readonly summary: (files: number) => string;
  readonly more: string;
  readonly note?: string;
}) {
  const [shown, setShown] = useState(step);
  if (files.length === 0) return null;
  return (
    <details className={styles.files}>
      <summary>{summary(files.reduce((sum, file) => sum + countOf(file), 0))}</summary>
      <ul>
        {files.slice(0, shown).map(({ name, reason }, at) => (
          <li key={at}>
            {name !== '…' && <code>{name}</code>} <span className={styles.reason}>{reason}</span>
          </li>
        ))}
      </ul>
      {files.length > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + step)}>
          {more}
        </button>
      )}
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </details>
  );
}

/** The last line of a list that was cut says how many there are beyond it: `and 985 more`. */
function countOf({ name, reason }: IgnoredFile): number {
  return name.endsWith('…') ? Number(/^and (\d+) more$/.exec(reason)?.[1] ?? 1) : 1;
}
