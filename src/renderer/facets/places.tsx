import type { MouseEvent } from 'react';
import { useTotal } from '../archive.ts';
import { facets as text } from '../messages/index.ts';
import { formatNumber } from '../ui/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { go, searchOf, usePlace, type Place } from '../view.ts';
import styles from './places.module.css';
import { stop } from './roving.ts';

const places = [
  { name: 'all', query: '', icon: 'history' },
  { name: 'starred', query: 'is:starred', icon: 'star' },
  { name: 'archived', query: 'is:archived', icon: 'archive' },
  { name: 'gone', query: 'is:gone', icon: 'memory', whenAny: true },
  { name: 'trash', query: 'is:trashed', icon: 'trash' },
] as const satisfies readonly {
  readonly name: keyof typeof text.places;
  readonly query: string;
  readonly icon: IconName;
  readonly whenAny?: boolean;
}[];

/** Where a person keeps things: each a query, and a link to it. */
export function Places() {
  const query = usePlace((place) => place.query);
  return (
    <ul className={styles.places} aria-label={text.places.title}>
      {places.map((place) => (
        <PlaceLink key={place.name} {...place} current={query.trim() === place.query} />
      ))}
    </ul>
  );
}

function PlaceLink({
  name,
  query,
  icon,
  current,
  whenAny = false,
}: {
  readonly name: keyof typeof text.places;
  readonly query: string;
  readonly icon: IconName;
  readonly current: boolean;
  /** It stands there only while something is in it. */
  readonly whenAny?: boolean;
}) {
  const { data } = useTotal(query, false);
  const to: Partial<Place> = { page: 'browse', run: null, query, open: null, at: null };
  const href = usePlace((place) => searchOf({ ...place, ...to })) || '?';
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  if (whenAny && !current && !data?.conversations) return null;
  return (
    <li>
      <a {...stop} href={href} className={styles.place} aria-current={current ? 'page' : undefined} onClick={follow}>
        <Icon name={icon} size={15} />
        <span className={styles.name}>{text.places[name]}</span>
        {data && data.conversations > 0 && (
          <span className={styles.count}>
            <span aria-hidden="true">{formatNumber(data.conversations)}</span>
            <span className="visually-hidden">{text.conversations(data.conversations)}</span>
          </span>
        )}
      </a>
    </li>
  );
}
