import { search as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import styles from './reading-note.module.css';
import { useReading } from '../how-far.ts';

/**
 * What the index cannot answer is read: how far that is, what was found so far, and the way to stop it. It is heard as progress, not as a live
 * region: those are kept in sight of screen readers beside a dialogue, and the bar above with them.
 */
export function ReadingNote() {
  const { reading, found, stopped, stop, goOn } = useReading();
  if (reading === null) return null;
  const { done, of } = reading;
  const share = of === 0 ? 0 : Math.min(99, Math.floor((100 * done) / of));
  const whole = stopped ? text.readStopped(done, of, found) : text.read(done, of, found);
  return (
    <span className={styles.note} data-stopped={stopped || undefined}>
      <span className={styles.long} title={whole}>
        {whole}
      </span>
      <span className={styles.short} title={whole} aria-hidden="true">
        {text.readShare(share)}
      </span>
      <Button className={styles.act} onClick={stopped ? goOn : stop}>
        {stopped ? text.readOn : text.stopReading}
      </Button>
      <span
        role="progressbar"
        aria-label={text.reading}
        aria-valuenow={share}
        aria-valuetext={whole}
        className={styles.bar}
        style={{ ['--share' as string]: `${share}%` }}
      />
    </span>
  );
}
