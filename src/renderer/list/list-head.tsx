import { sortOrders } from '../../shared/requests.ts';
import { useStatus } from '../archive.ts';
import { runCommand } from '../commands/keyboard.ts';
import { list as text } from '../messages/index.ts';
import { hasWords, usualSort } from '../results.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { keyLabels } from '../ui/kbd.tsx';
import { Live } from '../ui/live.tsx';
import { Menu } from '../ui/menu.tsx';
import { go, pickAll, usePlace, useView } from '../view.ts';
import { ColumnMenu } from './column-menu.tsx';
import styles from './list-head.module.css';
import type { ListMode } from './mode.ts';
import { SelectionBar } from './selection-bar.tsx';
import type { HitSum } from './use-hit-counts.ts';
import type { Columns } from './use-columns.ts';
import type { Rows } from './use-rows.ts';
import type { Spread } from './use-spread.ts';

/** How many were found, in which order, drawn how; with a selection, what to do with it. */
export function ListHead({
  found,
  mode,
  toggleMode,
  columns,
  spread,
  hits,
}: {
  readonly found: Rows;
  readonly mode: ListMode;
  readonly toggleMode: () => void;
  readonly columns: Columns;
  readonly spread: Spread;
  readonly hits: HitSum | null;
}) {
  const query = usePlace((place) => place.query);
  const picking = useView((view) => view.all || view.picked.size > 0);
  const { data: status } = useStatus();
  const known = found.total?.conversations ?? null;
  const total = known === null ? null : text.found(known);
  const of = status && query.trim() !== '' && known !== null && known < status.conversations ? text.of(status.conversations) : '';
  const beside = hits === null ? of : text.everyMessages(hits.messages, hits.more);
  if (picking) return <SelectionBar known={known} />;

  const usual = usualSort(query);
  return (
    <header className={styles.head} data-every={spread.every || undefined}>
      <h1 className="visually-hidden">{text.name}</h1>
      <span className={styles.count}>
        {total}
        <span className={styles.of}>{beside}</span>
      </span>
      <Live text={total === null ? '' : `${total}${beside}`} />
      <span className={styles.space} />
      <Menu
        trigger={
          <Button icon="sort" className={styles.sort} aria-label={text.order(text.orders[found.asked.sort])}>
            <span className={styles.order}>{text.orders[found.asked.sort]}</span>
          </Button>
        }
        entries={[
          ...sortOrders
            .filter((order) => order !== 'relevance' || hasWords(query))
            .map((order) => ({
              id: order,
              label: text.orders[order],
              checked: order === found.asked.sort,
              onSelect: () => go({ sort: order === usual ? null : order, reverse: false }),
            })),
          {
            id: 'reverse',
            label: text.reversed,
            checked: found.asked.reverse,
            onSelect: () => go({ reverse: !found.asked.reverse }),
          },
        ]}
      />
      {spread.can && (
        <IconButton icon="unfold" label={text.every} keys="Shift+h" aria-pressed={spread.every} onClick={spread.toggleEvery} />
      )}
      <IconButton
        icon={mode === 'table' ? 'cards' : 'table'}
        label={mode === 'table' ? text.asCards : text.asTable}
        keys="v"
        className={styles.mode}
        onClick={toggleMode}
      />
      {mode === 'table' && <ColumnMenu columns={columns} />}
      <Menu
        trigger={<IconButton icon="more" label={text.more} />}
        entries={[
          { id: 'all', label: text.selectAll, note: keyLabels('Mod+A').join(' '), onSelect: pickAll },
          {
            id: 'export',
            label: text.exportAll(known),
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
