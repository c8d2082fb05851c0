import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './menu.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly icon?: IconName;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

/** A button that opens a list of actions or choices. */
export function Menu({
  trigger,
  entries,
  align = 'end',
}: {
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}) {
  const choices = entries.some((entry) => entry.checked !== undefined);
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align={align}>
          <Base.Popup className={styles.popup}>
            {entries.map((entry) => (
              <Base.Item key={entry.id} className={styles.item} disabled={entry.disabled ?? false} onClick={entry.onSelect}>
                {choices && <span className={styles.icon}>{entry.checked && <Icon name="check" size={14} />}</span>}
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
