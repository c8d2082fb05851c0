import { Menu as Base } from '@base-ui/react/menu';
import type { RefObject } from 'react';
import { Icon } from './icon.tsx';
import type { MenuEntry } from './menu.tsx';
import styles from './menu.module.css';

/** An open menu beside a button, for buttons of which there are many: it is there only while it is open. */
export function MenuAt({
  anchor,
  onClose,
  entries,
}: {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly entries: readonly Omit<MenuEntry, 'checked'>[];
}) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} anchor={anchor} sideOffset={4} align="end">
          <Base.Popup className={styles.popup} finalFocus={anchor}>
            {entries.map((entry) => (
              <Base.Item key={entry.id} className={styles.item} disabled={entry.disabled ?? false} onClick={entry.onSelect}>
                {entry.icon && (
                  <span className={styles.icon}>
                    <Icon name={entry.icon} />
                  </span>
                )}
                <span className={styles.label}>{entry.label}</span>
                {entry.note && <span className={styles.note}>{entry.note}</span>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
