import type { CommandId } from '../../shared/commands.ts';
import { runCommand } from '../commands/keyboard.ts';
import { list as text } from '../messages/index.ts';
import { Button, IconButton } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import { Menu } from '../ui/menu.tsx';
import { clearPicked, pickAll, usePlace, useView } from '../view.ts';
import styles from './list-head.module.css';
import { shelfOf } from '../../shared/query/shelf.ts';

interface Action {
  readonly id: CommandId;
  readonly icon: IconName;
  readonly keys: string;
  readonly label: string;
}

/** How many are picked, and what can be done with them. */
export function SelectionBar({ known }: { readonly known: number | null }) {
  const query = usePlace((place) => place.query);
  const picked = useView((view) => view.picked);
  const all = useView((view) => view.all);
  const except = useView((view) => view.except);
  const { shelf } = shelfOf(query);
  const selected = all ? (known === null ? null : known - except.size) : picked.size;
  const { actions: names } = text;
  const actions: readonly Action[] = [
    { id: 'star', icon: 'star', keys: 's', label: names.star },
    { id: 'tag', icon: 'tag', keys: 't', label: names.tag },
    { id: 'archive', icon: 'archive', keys: 'e', label: shelf === 'archived' ? names.unarchive : names.archive },
    shelf === 'trashed'
      ? { id: 'trash', icon: 'undo', keys: '#', label: names.restore }
      : { id: 'trash', icon: 'trash', keys: '#', label: names.trash },
    { id: 'export', icon: 'export', keys: 'Mod+e', label: names.export },
  ];
  const everything = all && except.size === 0;
  return (
    <header className={styles.head} data-picking="">
      <h1 className="visually-hidden">{text.name}</h1>
      <IconButton icon="close" label={text.clear} keys="Escape" onClick={clearPicked} />
      <span className={styles.count}>{text.selected(selected)}</span>
      {!everything && (
        <Button className={styles.everything} onClick={pickAll}>
          {text.selectAllOf(known)}
        </Button>
      )}
      <span className={styles.space} />
      <div className={styles.actions} role="toolbar" aria-label={text.act}>
        {actions.map(({ id, icon, keys, label }) => (
          <IconButton key={id} icon={icon} label={label} keys={keys} onClick={() => runCommand(id)} />
        ))}
      </div>
      <span className={styles.menu}>
        <Menu
          trigger={<IconButton icon="more" label={text.moreActions} />}
          entries={[
            { id: 'all', label: text.selectAllOf(known), disabled: everything, onSelect: pickAll },
            ...actions.map(({ id, icon, label }) => ({
              id,
              label,
              icon,
              // The menu gives the focus back before a dialog takes it.
              onSelect: () => void requestAnimationFrame(() => runCommand(id)),
            })),
          ]}
        />
      </span>
      <Live text={text.selected(selected)} />
    </header>
  );
}
