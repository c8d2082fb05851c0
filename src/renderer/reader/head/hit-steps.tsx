import { find, reader } from '../../messages/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { Live } from '../../ui/live.tsx';
import type { HitWalk } from '../use-hits.ts';
import styles from './bar.module.css';

const text = reader.bar;

/** Where in the conversation the query was found: which of the places one is at, and the next. */
export function HitSteps({ hits }: { readonly hits: HitWalk }) {
  const { stops, at, more, step, where } = hits;
  const place = at === null ? null : text.foundOf(at + 1, stops.length, more);
  return (
    <span className={styles.hits} role="group" aria-label={text.matches}>
      {where !== null && <span className={styles.where}>{find.where[where]}</span>}
      <span className={styles.hitCount}>{place ?? text.foundAll(stops.length)}</span>
      <IconButton icon="chevron-up" label={text.previousMatch} keys="Shift+n" onClick={() => step(-1)} />
      <IconButton icon="chevron-down" label={text.nextMatch} keys="n" onClick={() => step(1)} />
      <Live
        text={place === null ? '' : [text.foundSaid(place), where && find.whereSaid[where]].filter(Boolean).join(', ')}
        pause={200}
      />
    </span>
  );
}
