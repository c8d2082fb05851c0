import { sortOrders, type SortOrder } from '../../shared/requests.ts';
import { useStatus } from '../archive.ts';
import { runCommand } from '../commands/keyboard.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { count, formatNumber } from '../ui/format.ts';
import { Live } from '../ui/live.tsx';
import { Menu } from '../ui/menu.tsx';
import { clearPicked, go, pickAll, usePlace, useView } from '../view.ts';
import styles from './list-head.module.css';
import { hasWords, type Rows } from './use-rows.ts';

const sortNames: Readonly<Record<SortOrder, string>> = {
  relevance: 'Best match',
  newest: 'Newest',
  oldest: 'Oldest',
  longest: 'Longest',
  created: 'Recently begun',
  words: 'Most words',
  tools: 'Most tool calls',
  title: 'Title',
  provider: 'Provider',
  model: 'Model',
  project: 'Project',
};

/** How many were found, in which order; with a selection, what to do with it. */
export function ListHead({ found }: { readonly found: Rows }) {
  const query = usePlace((place) => place.query);
  const { picked, all, except } = useView();
  const { data: status } = useStatus();
  const known = found.total?.conversations ?? null;
  const total = known === null ? null : count(known, 'conversation');
  const of =
    status && query.trim() !== '' && known !== null && known !== status.conversations
      ? ` of ${formatNumber(status.conversations)}`
      : '';
  const selected = all ? (known === null ? null : known - except.size) : picked.size;

  if (all || picked.size > 0) {
    return (
      <header className={styles.head} data-picking="">
        <h1 className="visually-hidden">Conversations</h1>
        <IconButton icon="close" label="Clear the selection" keys="Esc" onClick={clearPicked} />
        <span className={styles.count}>{selected === null ? 'All' : formatNumber(selected)} selected</span>
        {!all && (
          <Button onClick={pickAll} title="Ctrl+A">
            Select all {known === null ? '' : formatNumber(known)}
          </Button>
        )}
        <span className={styles.space} />
        <Button icon="export" onClick={() => runCommand('export')}>
          Export
        </Button>
        <Live text={`${selected ?? 'All'} selected`} />
      </header>
    );
  }
  return (
    <header className={styles.head}>
      <h1 className="visually-hidden">Conversations</h1>
      <span className={styles.count}>
        {total}
        <span className={styles.of}>{of}</span>
      </span>
      <Live text={total === null ? '' : `${total}${of}`} />
      <span className={styles.space} />
      <Menu
        trigger={
          <Button icon="sort" className={styles.sort}>
            <span className="visually-hidden">Order: </span>
            {sortNames[found.sort]}
          </Button>
        }
        entries={sortOrders
          .filter((order) => order !== 'relevance' || hasWords(query))
          .map((order) => ({
            id: order,
            label: sortNames[order],
            checked: order === found.sort,
            onSelect: () => go({ sort: order === (hasWords(query) ? 'relevance' : 'newest') ? null : order }),
          }))}
      />
      <Menu
        trigger={<IconButton icon="more" label="More for this list" />}
        entries={[
          { id: 'all', label: 'Select all', note: 'Ctrl A', onSelect: pickAll },
          {
            id: 'export',
            label: known === null ? 'Export all' : `Export ${count(known, 'conversation')}`,
            icon: 'export',
            disabled: known === 0,
            onSelect: () => {
              pickAll();
              requestAnimationFrame(() => runCommand('export'));
            },
          },
        ]}
      />
    </header>
  );
}
