import { Menu } from '@base-ui/react/menu';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Tag } from '../../shared/contract.ts';
import { tagColors, type TagColor } from '../../shared/requests.ts';
import { keep as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import menu from '../ui/menu.module.css';
import { TagDot } from '../ui/tag-chip.tsx';
import styles from './tags-dialog.module.css';

const words = text.tags;

/** One tag of the list: its colour and name can be changed in place. */
export function TagRow({
  tag,
  onRename,
  onColor,
  onDelete,
  onShow,
}: {
  readonly tag: Tag;
  readonly onRename: (to: string) => void;
  readonly onColor: (color: TagColor | null) => void;
  readonly onDelete: () => void;
  readonly onShow: () => void;
}) {
  const { name, color, conversations } = tag;
  const [typed, setTyped] = useState<string | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);

  const finish = (save: boolean): void => {
    if (save && typed !== null) onRename(typed.trim());
    setTyped(null);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // Escape ends the renaming, not the dialog.
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === 'Enter');
  };

  return (
    <li className={styles.row}>
      <ColorMenu name={name} color={color} onColor={onColor} />
      {typed === null ? (
        <span className={styles.name} dir="auto">
          {name}
        </span>
      ) : (
        <input
          ref={(input) => input?.focus()}
          className={styles.input}
          aria-label={words.newName(name)}
          value={typed}
          maxLength={100}
          dir="auto"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => typed !== null && finish(false)}
        />
      )}
      <button type="button" className={styles.count} aria-label={words.show(name, conversations)} onClick={onShow}>
        {words.conversations(conversations)}
      </button>
      <IconButton ref={pencil} icon="edit" label={words.rename(name)} onClick={() => setTyped(name)} />
      <IconButton icon="trash" label={words.delete(name)} onClick={onDelete} />
    </li>
  );
}

function ColorMenu({
  name,
  color,
  onColor,
}: {
  readonly name: string;
  readonly color: TagColor | null;
  readonly onColor: (color: TagColor | null) => void;
}) {
  const choices = [...tagColors, null];
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.color} aria-label={words.color(name)}>
        <TagDot name={name} color={color} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={color ?? 'automatic'}>
              {choices.map((choice) => (
                <Menu.RadioItem
                  key={choice ?? 'automatic'}
                  value={choice ?? 'automatic'}
                  className={menu.item}
                  closeOnClick
                  onClick={() => choice !== color && onColor(choice)}
                >
                  <span className={menu.icon}>
                    <TagDot name={name} color={choice} />
                  </span>
                  <span className={menu.label}>{choice === null ? words.automatic : text.colors[choice]}</span>
                  <Menu.RadioItemIndicator className={menu.icon}>
                    <Icon name="check" size={14} />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
