import type { ReactNode } from 'react';
import type { Total } from '../../shared/contract.ts';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { useTotal } from '../archive.ts';
import { nothing as text } from '../messages/index.ts';
import { dropped, replaced } from '../../shared/query/dropped.ts';
import { useReading } from '../how-far.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Notice } from '../ui/notice.tsx';
import { go, usePlace, useTyping } from '../view.ts';
import styles from './nothing-found.module.css';
import { shelfOf, type Shelf } from '../../shared/query/shelf.ts';
import { useEmptied, type Emptied } from './use-emptied.ts';

/**
 * Says which word or filter emptied the result, what is left without it and what was probably meant; of an empty shelf, how something comes to
 * stand on it.
 */
export function NothingFound() {
  const query = usePlace((place) => place.query);
  const { shelf, alone } = shelfOf(query);
  if (shelf && alone) return <EmptyShelf shelf={shelf} />;
  return query.trim() === '' ? <NothingAtAll /> : <Emptiness query={query} />;
}

function Emptiness({ query }: { readonly query: string }) {
  const typing = useTyping((state) => state.is);
  const { data, isPlaceholderData } = useTotal(query, typing);
  // The total of the query before says nothing of this one.
  const total = isPlaceholderData ? undefined : data;
  const emptied = useEmptied(query, total);
  const { reading, stopped, goOn } = useReading();
  // What is said to be no field is not a word either.
  const nearest = (total?.nearest ?? []).filter(
    (word) => !total?.problems.some(({ from, to }) => from < word.to && word.from < to),
  );
  const actions = (
    <>
      {stopped && reading !== null && (
        <Button look="primary" onClick={goOn}>
          {text.readOn}
        </Button>
      )}
      <Button look="outlined" onClick={() => ask('')}>
        {text.showAll}
      </Button>
    </>
  );
  if (reading !== null)
    return (
      <Notice icon="search" title={stopped ? text.title : text.soFar} actions={actions}>
        <p className={styles.figures}>{(stopped ? text.readingStopped : text.stillReading)(reading.done, reading.of)}</p>
      </Notice>
    );
  return (
    <Notice icon="search" title={text.title} actions={actions}>
      {total && (
        <>
          <Spelling query={query} nearest={nearest} />
          <Why query={query} total={total} nearest={nearest} emptied={emptied} />
        </>
      )}
    </Notice>
  );
}

/** What was probably meant: a word each, and all of them together. */
function Spelling({ query, nearest }: { readonly query: string; readonly nearest: Total['nearest'] }) {
  const [first] = nearest;
  if (first === undefined) return null;
  const all = nearest.toReversed().reduce((left, word) => replaced(left, word, word.instead), query);
  return (
    <>
      <p>{text.didYouMean}</p>
      <ul className={styles.ways}>
        {nearest.length > 1 && (
          <Way query={all}>
            <span className={styles.term}>{all}</span>
          </Way>
        )}
        {nearest.map((word) => (
          <Way key={word.from} query={replaced(query, word, word.instead)} before={text.instead} left={word.conversations}>
            <strong className={styles.term}>{word.instead}</strong>
          </Way>
        ))}
      </ul>
    </>
  );
}

function Why({
  query,
  total,
  nearest,
  emptied,
}: {
  readonly query: string;
  readonly total: Total;
  readonly nearest: Total['nearest'];
  readonly emptied: Emptied | undefined;
}) {
  const ways = total.without.filter((way) => way.conversations > 0).slice(0, 5);
  const leaves = leavesOf(parse(query).query);
  const onlyFilters = leaves.length > 1 && leaves.every(({ leaf }) => leaf.kind === 'filter');
  const nowhere = (emptied?.alone ?? []).filter(
    ({ from, to, conversations }) => conversations === 0 && !nearest.some((word) => from <= word.from && word.to <= to),
  );
  const apart = (emptied?.alone ?? []).filter(({ conversations }) => conversations > 0);
  return (
    <>
      {onlyFilters && <p>{text.onlyFilters}</p>}
      {emptied?.words && (
        <>
          <p className={styles.figures}>{text.filtersEmptied(emptied.words.conversations)}</p>
          <ul className={styles.ways}>
            <Way query={emptied.words.query} left={emptied.words.conversations}>
              {text.withoutFilters}
            </Way>
          </ul>
        </>
      )}
      {nowhere.length > 0 && (
        <>
          <p>{text.nowhere}</p>
          <ul className={styles.terms}>
            {nowhere.map((part) => (
              <li key={part.text} className={styles.nowhere}>
                {part.text}
              </li>
            ))}
          </ul>
        </>
      )}
      {apart.length > 0 && (
        <>
          <p>{onlyFilters || nowhere.length > 0 || nearest.length > 0 ? text.apart : text.onlyApart}</p>
          <ul className={styles.ways}>
            {apart.map((part) => (
              <Way key={part.text} query={part.text} before={text.only} left={part.conversations}>
                <span className={styles.term}>{part.text}</span>
              </Way>
            ))}
          </ul>
        </>
      )}
      {ways.length > 0 && (
        <>
          <p>{text.leaveOut}</p>
          <ul className={styles.ways}>
            {ways.map((way) => (
              <Way
                key={way.from}
                query={dropped(query, way)}
                goesOn={way.to < query.length}
                before={text.without}
                left={way.conversations}
              >
                <s className={styles.term}>{way.text}</s>
              </Way>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Another query, and how much it finds. `goesOn`: its last word is the one that is being typed. */
function Way({
  query,
  left,
  before,
  goesOn = false,
  children,
}: {
  readonly query: string;
  readonly left?: number;
  /** Heard before what is seen. */
  readonly before?: string;
  readonly goesOn?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <li>
      <Button look="outlined" className={styles.way} onClick={() => ask(query, goesOn)}>
        {before !== undefined && <span className="visually-hidden">{before} </span>}
        {children} {left !== undefined && <span className={styles.left}>{text.found(left)}</span>}
      </Button>
    </li>
  );
}

function ask(query: string, goesOn = false): void {
  const { is, set } = useTyping.getState();
  // The button goes with the notice; the list takes the focus up from its pane.
  document.querySelector<HTMLElement>('[data-list-pane]')?.focus();
  go({ query });
  set(is && goesOn);
}

function NothingAtAll() {
  return (
    <Notice
      icon="archive"
      title={text.noneHere}
      actions={
        <>
          <Button look="outlined" onClick={() => ask('is:archived')}>
            {text.showArchived}
          </Button>
          <Button look="outlined" onClick={() => ask('is:trashed')}>
            {text.showTrash}
          </Button>
        </>
      }
    >
      <p>{text.noneHereHow}</p>
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
        <Button look="outlined" onClick={() => ask('')}>
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
