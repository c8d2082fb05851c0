import type { Total } from '../../shared/contract.ts';
import { list as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Notice } from '../ui/notice.tsx';
import { go, usePlace } from '../view.ts';
import styles from './nothing-found.module.css';
import { shelfOf, type Shelf } from './shelf.ts';

/** Says which word or filter emptied the result, and what is left without it; of an empty shelf, how something comes to stand on it. */
export function NothingFound({ total }: { readonly total: Total | undefined }) {
  const query = usePlace((place) => place.query);
  const { shelf, alone } = shelfOf(query);
  if (shelf && alone) return <EmptyShelf shelf={shelf} />;
  if (query.trim() === '') {
    return (
      <Notice
        icon="archive"
        title={text.noneHere}
        actions={
          <>
            <Button look="outlined" onClick={() => go({ query: 'is:archived' })}>
              {text.showArchived}
            </Button>
            <Button look="outlined" onClick={() => go({ query: 'is:trashed' })}>
              {text.showTrash}
            </Button>
          </>
        }
      >
        <p>{text.noneHereHow}</p>
      </Notice>
    );
  }
  const ways = (total?.without ?? []).filter((way) => way.conversations > 0).slice(0, 5);
  return (
    <Notice
      icon="search"
      title={text.nothing}
      actions={
        <Button look="outlined" onClick={() => go({ query: '' })}>
          {text.showAll}
        </Button>
      }
    >
      {ways.length > 0 ? (
        <>
          <p>{text.leaveOut}</p>
          <ul className={styles.ways}>
            {ways.map((way) => (
              <li key={`${way.from}:${way.to}`}>
                <Button
                  look="outlined"
                  className={styles.way}
                  onClick={() => go({ query: `${query.slice(0, way.from).trimEnd()} ${query.slice(way.to).trimStart()}`.trim() })}
                >
                  <s className={styles.term}>{way.text}</s>
                  <span className={styles.left}>{text.found(way.conversations)}</span>
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{text.nothingHas}</p>
      )}
    </Notice>
  );
}

const empty = {
  starred: { icon: 'star', title: text.noneStarred, keys: 's', how: text.noneStarredHow },
  archived: { icon: 'archive', title: text.noneArchived, keys: 'e', how: text.noneArchivedHow },
  gone: { icon: 'memory', title: text.noneGone, keys: null, how: text.noneGoneHow },
  trashed: { icon: 'trash', title: text.trashEmpty, keys: '#', how: text.trashEmptyHow },
} as const;

function EmptyShelf({ shelf }: { readonly shelf: Shelf }) {
  const { icon, title, keys, how } = empty[shelf];
  return (
    <Notice
      icon={icon}
      title={title}
      actions={
        <Button look="outlined" onClick={() => go({ query: '' })}>
          {text.showAll}
        </Button>
      }
    >
      <p>
        {keys !== null && <Kbd keys={keys} />} {how}
      </p>
    </Notice>
  );
}
