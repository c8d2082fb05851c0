import { useId, useState } from 'react';
import { facets as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { Times } from './buckets.ts';
import styles from './custom-range.module.css';

/** Any two days, or one of them. */
export function CustomRange({
  times,
  onClose,
  onChoose,
}: {
  readonly times: Times | null;
  readonly onClose: () => void;
  readonly onChoose: (terms: readonly string[]) => void;
}) {
  const id = useId();
  const [first, setFirst] = useState(() => dayOf(times?.from ?? null));
  const [last, setLast] = useState(() => dayOf(times?.to == null ? null : times.to - 1));
  const wrong = first !== '' && last !== '' && first > last;
  return (
    <Dialog open onClose={onClose} title={text.when.customTitle}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong) return;
          onChoose([...(first ? [`since:${first}`] : []), ...(last ? [`until:${last}`] : [])]);
          onClose();
        }}
      >
        <div className={styles.days}>
          <label className={styles.day}>
            {text.when.first}
            <input
              data-first-focus=""
              type="date"
              value={first}
              aria-describedby={`${id}-note`}
              aria-invalid={wrong}
              onChange={(event) => setFirst(event.target.value)}
            />
          </label>
          <label className={styles.day}>
            {text.when.last}
            <input
              type="date"
              value={last}
              aria-describedby={`${id}-note`}
              aria-invalid={wrong}
              onChange={(event) => setLast(event.target.value)}
            />
          </label>
        </div>
        <p id={`${id}-note`} role="status" className={styles.note} data-wrong={wrong || undefined}>
          {wrong ? text.when.wrongOrder : text.when.openEnd}
        </p>
        <div className={styles.foot}>
          <Button type="submit" look="primary" disabled={wrong}>
            {text.when.apply}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A local day as a date field writes it; empty for none. */
function dayOf(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
