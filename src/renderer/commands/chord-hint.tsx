import { commands as text } from '../messages/index.ts';
import { Kbd, keyLabels } from '../ui/kbd.tsx';
import styles from './chord-hint.module.css';
import { canRun, chordsOf, useChord } from './keyboard.ts';

/** What may follow the first key of a chord, when somebody waits after it. */
export function ChordHint() {
  const first = useChord((chord) => chord.first);
  if (first === null) return null;
  return (
    <div className={styles.hint} role="status">
      <p className={styles.title}>{text.chord.title(keyLabels(first).join(' '))}</p>
      <dl className={styles.list}>
        {chordsOf(first)
          .filter(({ command }) => canRun(command.id))
          .map(({ key, command }) => (
            <div key={key} className={styles.row}>
              <dt>
                <Kbd keys={key} />
              </dt>
              <dd>{command.title}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
