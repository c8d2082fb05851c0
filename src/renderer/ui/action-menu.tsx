import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import styles from './menu.module.css';

/** A button that opens actions in groups, with their keys. `entries`: `ContextEntries`, drawn while the menu is open. */
export function ActionMenu({ trigger, entries }: { readonly trigger: ReactElement; readonly entries: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="end" collisionPadding={8}>
          <Base.Popup className={`${styles.popup} ${styles.tall}`}>{entries}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
