import { useLayoutEffect, useRef, useState, type DragEvent } from 'react';
import type { SavedSearch } from '../../shared/contract.ts';
import { useSavedSearches } from '../archive.ts';
import { saved as text } from '../messages/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { go, usePlace, useView } from '../view.ts';
import { useChanges } from './changes.ts';
import { useRan } from './save-search-dialog.tsx';
import { placeOf } from './saved-place.ts';
import { drop, shownOf, step, type Destination } from './saved-order.ts';
import { SavedRow } from './saved-row.tsx';
import styles from './saved.module.css';

/** What is dragged over the list, and where it would be put. */
interface Drag {
  readonly id: number;
  readonly over: number;
  readonly below: boolean;
}

/** The searches that the person keeps: run, renamed in place, moved and deleted, each with how many it finds. */
export function SavedSearches() {
  const { data: searches } = useSavedSearches();
  const query = usePlace((place) => place.query);
  const sort = usePlace((place) => place.sort);
  const reverse = usePlace((place) => place.reverse);
  const page = usePlace((place) => place.page);
  const { make } = useChanges();
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  /** The row that the focus goes to when the list has changed under it. */
  const focusTo = useRef<number | null>(null);
  const ids = searches?.map(({ id }) => id) ?? [];
  const order = ids.join(' ');
  useLayoutEffect(() => {
    const id = focusTo.current;
    if (id === null) return;
    focusTo.current = null;
    list.current?.querySelector<HTMLElement>(`[data-saved="${id}"]`)?.focus();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the focus goes where the list is drawn in its new order
  }, [order]);

  if (!searches) return null;
  if (searches.length === 0)
    return (
      <p className={styles.empty}>
        {text.empty.before} <Kbd keys="Mod+s" /> {text.empty.after}
      </p>
    );

  const shown = page === 'browse' && query.trim() !== '' ? shownOf(searches, { query, sort, reverse }) : null;
  const tabbable = at !== null && ids.includes(at) ? at : (shown?.id ?? ids[0]);

  const run = (search: SavedSearch): void => {
    useRan.setState({ id: search.id });
    useView.setState({ filtersOpen: false });
    go(placeOf(search));
  };
  const put = (search: SavedSearch, to: Destination | null): void => {
    if (to === null) return;
    const others = ids.filter((id) => id !== search.id);
    const place = to.before === null ? others.length : others.indexOf(to.before);
    void make({
      ask: (archive) => archive.moveSavedSearch({ id: search.id, before: to.before }),
      told: () => text.moved(search.name, place + 1, ids.length),
      idle: null,
      always: true,
    });
  };
  const change = (search: SavedSearch, to: Partial<SavedSearch>, told: string): void => {
    void make({
      ask: (archive) => archive.changeSavedSearch({ ...to, id: search.id }),
      told: () => told,
      idle: null,
      always: true,
    });
  };
  const remove = (search: SavedSearch): void => {
    const place = ids.indexOf(search.id);
    focusTo.current = ids[place + 1] ?? ids[place - 1] ?? null;
    void make({
      ask: (archive) => archive.deleteSavedSearch({ id: search.id }),
      told: () => text.deleted(search.name),
      idle: null,
      always: true,
    });
  };
  const over = (event: DragEvent<HTMLElement>, id: number): void => {
    if (!drag) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    const box = event.currentTarget.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    if (drag.over !== id || drag.below !== below) setDrag({ ...drag, over: id, below });
  };
  const target = drag && drop(ids, drag.id, drag.over, drag.below);

  return (
    <ul ref={list} className={styles.list} aria-label={text.list}>
      {searches.map((search, place) => (
        <SavedRow
          key={search.id}
          search={search}
          current={search.id === shown?.id}
          tabbable={search.id === tabbable}
          line={target?.before === search.id ? 'above' : target?.before === null && search.id === ids.at(-1) ? 'below' : null}
          dragged={drag?.id === search.id}
          canReplace={query.trim() !== '' && shown === null}
          onRun={() => run(search)}
          onFocus={() => setAt(search.id)}
          onRename={(name) => change(search, { name }, text.renamed(search.name, name))}
          onReplace={() => change(search, { query: query.trim(), sort, reverse }, text.changed(search.name))}
          onStep={(down) => {
            focusTo.current = search.id;
            put(search, step(ids, search.id, down));
          }}
          isFirst={place === 0}
          isLast={place === searches.length - 1}
          onDelete={() => remove(search)}
          onDrag={() => setDrag({ id: search.id, over: search.id, below: false })}
          onOver={(event) => over(event, search.id)}
          onDrop={() => put(searches.find(({ id }) => id === drag?.id) ?? search, target)}
          onDragEnd={() => setDrag(null)}
        />
      ))}
    </ul>
  );
}
