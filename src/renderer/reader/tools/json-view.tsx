import { memo, useState, type ReactNode } from 'react';
import type { Json } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { CopyButton } from '../copy-button.tsx';
import { useWhole } from '../whole.ts';
import { gist, tidyJson } from './tidy-json.ts';
import styles from './json-view.module.css';

/** Items drawn of one branch at first, and the depth to which branches begin open. */
const mostItems = 40;
const openDepth = 2;

/** JSON as a tree that folds. */
export const JsonView = memo(function JsonView({
  value,
  source,
  label,
}: {
  readonly value: Json;
  readonly source?: string;
  readonly label: string;
}) {
  return (
    <figure className={styles.view}>
      <figcaption className={styles.head}>
        <span>{label}</span>
        <CopyButton value={() => source ?? tidyJson(value)} what={label} className={styles.copy} />
      </figcaption>
      <div className={styles.tree}>
        {value !== null && typeof value === 'object' ? <Items value={value} depth={0} /> : <Leaf value={value} />}
      </div>
    </figure>
  );
});

function Items({ value, depth }: { readonly value: object; readonly depth: number }) {
  const [shown, setShown] = useState(mostItems);
  const [whole] = useWhole();
  const entries = entriesOf(value);
  const most = whole ? Infinity : shown;
  return (
    <ul className={styles.items}>
      {entries.slice(0, most).map(([name, item]) => (
        <li key={name}>
          <Branch name={name} value={item} depth={depth} />
        </li>
      ))}
      {entries.length === 0 && <li className={styles.quiet}>{text.emptyJson}</li>}
      {entries.length > most && (
        <li>
          <button type="button" className={styles.more} onClick={() => setShown(shown * 5)}>
            {text.moreItems(entries.length - most)}
          </button>
        </li>
      )}
    </ul>
  );
}

function entriesOf(value: object): readonly (readonly [string, Json])[] {
  return Object.entries(value);
}

function Branch({ name, value, depth }: { readonly name: string; readonly value: Json; readonly depth: number }) {
  const [whole] = useWhole();
  const [chosen, setOpen] = useState<boolean | null>(null);
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) {
    return (
      <span className={styles.line}>
        <span className={styles.name}>{name}</span>
        <Leaf value={value} />
      </span>
    );
  }
  const size = Object.keys(value).length;
  const open = chosen ?? (whole || (depth < openDepth && size <= mostItems));
  return (
    <>
      <button type="button" className={styles.branch} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={styles.chevron} data-open={open || undefined}>
          <Icon name="chevron-right" size={10} />
        </span>
        <span className={styles.name}>{name}</span>
        <span className={styles.quiet}>{open ? text.items(size) : gist(value)}</span>
      </button>
      {open && <Items value={value} depth={depth + 1} />}
    </>
  );
}

/** Characters of a text shown at first. */
const mostText = 2000;

function Leaf({ value }: { readonly value: Json }): ReactNode {
  const [whole, show] = useWhole();
  if (typeof value !== 'string') {
    return <span data-kind={value === null || typeof value === 'boolean' ? 'word' : 'number'}>{JSON.stringify(value)}</span>;
  }
  const cut = !whole && value.length > mostText;
  return (
    <span data-kind="text">
      {cut ? value.slice(0, mostText) : value}
      {cut && (
        <button type="button" className={styles.more} onClick={show}>
          {text.moreCharacters(value.length - mostText)}
        </button>
      )}
    </span>
  );
}
