import type { Total } from '../../shared/contract.ts';
import { Button } from '../ui/button.tsx';
import { count } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { go, usePlace } from '../view.ts';
import styles from './nothing-found.module.css';

/** Says which word or filter emptied the result, and what is left without it. */
export function NothingFound({ total }: { readonly total: Total | undefined }) {
  const query = usePlace((place) => place.query);
  const ways = (total?.without ?? []).filter((way) => way.conversations > 0).slice(0, 5);
  return (
    <Notice
      icon="search"
      title="Nothing found"
      actions={
        query.trim() !== '' && (
          <Button look="outlined" onClick={() => go({ query: '' })}>
            Show everything
          </Button>
        )
      }
    >
      {ways.length > 0 ? (
        <>
          <p>Leave out one of these and there is something:</p>
          <ul className={styles.ways}>
            {ways.map((way) => (
              <li key={`${way.from}:${way.to}`}>
                <Button
                  look="outlined"
                  onClick={() => go({ query: `${query.slice(0, way.from).trimEnd()} ${query.slice(way.to).trimStart()}`.trim() })}
                >
                  <s>{way.text}</s>
                  <span className={styles.left}>{count(way.conversations, 'conversation')}</span>
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{query.trim() === '' ? 'There are no conversations here.' : 'No conversation has all of this.'}</p>
      )}
    </Notice>
  );
}
