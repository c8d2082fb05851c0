/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the row is dragged and aimed at with the pointer; its link has the keys */
import { useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent } from 'react';
import type { SavedSearch } from '../../shared/contract.ts';
import { useSavedCount } from '../archive.ts';
import { saved as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuAt } from '../ui/menu-at.tsx';
import { searchOf, usePlace } from '../view.ts';
import styles from './saved.module.css';
import { placeOf } from './saved-place.ts';

/** One saved search: a link to what it finds, its name written anew in place, and a menu of what else is done with it. */
export function SavedRow({
  search,
  current,
  tabbable,
  line,
  dragged,
  isFirst,
  isLast,
  canReplace,
  onRun,
  onFocus,
  onRename,
  onReplace,
  onStep,
  onDelete,
  onDrag,
  onOver,
  onDrop,
  onDragEnd,
}: {
  readonly search: SavedSearch;
  readonly current: boolean;
  readonly tabbable: boolean;
  /** Where what is dragged would be put. */
  readonly line: 'above' | 'below' | null;
  readonly dragged: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly canReplace: boolean;
  readonly onRun: () => void;
  readonly onFocus: () => void;
  readonly onRename: (name: string) => void;
  readonly onReplace: () => void;
  readonly onStep: (down: boolean) => void;
  readonly onDelete: () => void;
  readonly onDrag: () => void;
  readonly onOver: (event: DragEvent<HTMLElement>) => void;
  readonly onDrop: () => void;
  readonly onDragEnd: () => void;
}) {
  const { name } = search;
  const [typed, setTyped] = useState<string | null>(null);
  const [menu, setMenu] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const href = usePlace((place) => searchOf({ ...place, ...placeOf(search) })) || '?';

  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onRun();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
      if (key === 'ArrowUp' ? !isFirst : !isLast) onStep(key === 'ArrowDown');
    } else if (event.altKey) return;
    else if (key === 'F2') setTyped(name);
    else if (key === 'Delete') onDelete();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const finish = (save: boolean, goBack: boolean): void => {
    const to = typed?.trim() ?? '';
    if (save && to !== '' && to !== name) onRename(to);
    setTyped(null);
    if (goBack) requestAnimationFrame(() => link.current?.focus());
  };
  const onNameKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === 'Enter', true);
  };

  return (
    <li
      className={styles.row}
      data-line={line ?? undefined}
      data-dragged={dragged || undefined}
      data-menu={menu || undefined}
      draggable={typed === null}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', search.query);
        onDrag();
      }}
      onDragOver={onOver}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
      onDragEnd={onDragEnd}
      onContextMenu={(event) => {
        if (typed !== null) return;
        event.preventDefault();
        setMenu(true);
      }}
    >
      {typed === null ? (
        <a
          ref={link}
          data-stop=""
          data-saved={search.id}
          href={href}
          draggable={false}
          tabIndex={tabbable ? 0 : -1}
          className={styles.search}
          aria-current={current ? 'page' : undefined}
          aria-keyshortcuts="F2 Delete Alt+ArrowUp Alt+ArrowDown"
          title={`${name}\n${search.query}`}
          onClick={follow}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
        >
          <Icon name="saved-search" size={15} />
          <span className={styles.name} dir="auto">
            {name}
          </span>
          <Count query={search.query} />
        </a>
      ) : (
        <input
          ref={(input) => input?.focus()}
          className={styles.input}
          aria-label={text.newName(name)}
          value={typed}
          maxLength={200}
          dir="auto"
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onNameKey}
          onBlur={() => finish(true, false)}
        />
      )}
      {typed === null && (
        <button
          type="button"
          className={styles.more}
          tabIndex={-1}
          aria-label={text.more(name)}
          aria-haspopup="menu"
          aria-expanded={menu}
          onClick={() => setMenu(true)}
        >
          <Icon name="more" size={14} />
        </button>
      )}
      {menu && (
        <MenuAt
          anchor={link}
          onClose={() => setMenu(false)}
          entries={[
            { id: 'rename', label: text.rename, icon: 'edit', note: text.keys.rename, onSelect: () => setTyped(name) },
            { id: 'replace', label: text.replace, icon: 'bookmark', disabled: !canReplace, onSelect: onReplace },
            {
              id: 'up',
              label: text.up,
              icon: 'chevron-up',
              note: text.keys.up,
              disabled: isFirst,
              onSelect: () => onStep(false),
            },
            {
              id: 'down',
              label: text.down,
              icon: 'chevron-down',
              note: text.keys.down,
              disabled: isLast,
              onSelect: () => onStep(true),
            },
            { id: 'delete', label: text.delete, icon: 'trash', note: text.keys.delete, onSelect: onDelete },
          ]}
        />
      )}
    </li>
  );
}

/** How many it finds; a dash in its place until that is known. */
function Count({ query }: { readonly query: string }) {
  const { data } = useSavedCount(query);
  const whole = !data?.reading;
  return (
    <span className={styles.count}>
      <span aria-hidden="true">{data ? text.figure(data.conversations, whole) : text.nothingYet}</span>
      <span className="visually-hidden">{data ? text.found(data.conversations, whole) : text.counting}</span>
    </span>
  );
}
