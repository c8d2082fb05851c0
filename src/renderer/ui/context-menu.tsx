import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import styles from './menu.module.css';
import type { MenuEntry } from './menu.tsx';

export interface ContextEntry extends Omit<MenuEntry, 'note' | 'checked'> {
  readonly keys?: string;
}

/** A menu at the pointer, for what is under it: by right click, long press, or the menu key. */
export function ContextMenu({
  entries,
  onAim,
  children,
}: {
  /** `ContextEntries`; drawn while the menu is open. */
  readonly entries: ReactNode;
  /** Told before it opens what was aimed at: the element under the pointer, or the one with the focus. */
  readonly onAim?: (element: Element) => void;
  /** One element, which may hold many things to aim at. */
  readonly children: ReactElement;
}) {
  return (
    <Base.Root>
      <Base.Trigger
        render={children}
        onContextMenuCapture={(event) => event.target instanceof Element && onAim?.(event.target)}
      />
      <Base.Portal>
        <Base.Positioner className={styles.positioner}>
          <Base.Popup className={styles.popup}>{entries}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** What a context menu offers; groups are set apart by lines. */
export function ContextEntries({ groups }: { readonly groups: readonly (readonly ContextEntry[])[] }) {
  return groups.map((entries, place) => (
    <Base.Group key={entries[0]?.id ?? place}>
      {place > 0 && <Base.Separator className={styles.separator} />}
      {entries.map(({ id, label, icon, keys, disabled = false, onSelect }) => (
        <Base.Item key={id} className={styles.item} disabled={disabled} onClick={onSelect}>
          <span className={styles.icon}>{icon && <Icon name={icon} />}</span>
          <span className={styles.label}>{label}</span>
          {keys !== undefined && (
            <span className={styles.keys} aria-hidden="true">
              <Kbd keys={keys} />
            </span>
          )}
        </Base.Item>
      ))}
    </Base.Group>
  ));
}
