import { memo } from 'react';
import type { CitationPart } from '../../shared/model.ts';
import { parts as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import { Fold } from './fold.tsx';
import { partKey } from './folds.ts';
import { OutLink } from './out-link.tsx';
import styles from './sources.module.css';

export interface CitationAt {
  readonly part: CitationPart;
  readonly place: number;
}

/** Sources shown at once; of more, the others unfold. */
const most = 6;

/** What a message leans on, numbered, in one place under it. */
export const Sources = memo(function Sources({
  message,
  citations,
}: {
  readonly message: number;
  readonly citations: readonly CitationAt[];
}) {
  const first = citations[0]?.place ?? 0;
  return (
    <div role="group" className={styles.sources} aria-label={text.sources.name}>
      <h2 className={styles.label}>
        <Icon name="link" size={13} /> {text.sources.of(citations.length)}
      </h2>
      <List message={message} citations={citations.slice(0, most)} from={1} />
      {citations.length > most && (
        <Fold foldKey={`${partKey(message, first)}:sources`} icon="link" label={text.sources.more(citations.length - most)}>
          <List message={message} citations={citations.slice(most)} from={most + 1} />
        </Fold>
      )}
    </div>
  );
});

function List({
  message,
  citations,
  from,
}: {
  readonly message: number;
  readonly citations: readonly CitationAt[];
  readonly from: number;
}) {
  return (
    <ol className={styles.list} start={from}>
      {citations.map(({ part, place }) => (
        <li key={place} data-part={partKey(message, place)}>
          <OutLink href={part.url} host>
            {part.title ?? part.url ?? text.sources.untitled}
          </OutLink>
          {part.text !== undefined && part.text.trim() !== '' && <p className={styles.quote}>{part.text.slice(0, 600)}</p>}
        </li>
      ))}
    </ol>
  );
}
