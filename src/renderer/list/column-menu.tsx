import { Menu as Base } from '@base-ui/react/menu';
import { list as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './column-menu.module.css';
import { columns as kinds } from './columns.ts';
import type { Columns } from './use-columns.ts';

/** Which columns the table shows; it stays open for several. */
export function ColumnMenu({ columns }: { readonly columns: Columns }) {
  const { settings } = columns;
  return (
    <Base.Root>
      <Base.Trigger render={<IconButton icon="columns" label={text.chooseColumns} />} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align="end">
          <Base.Popup className={styles.popup}>
            {settings.order
              .filter((id) => !kinds[id].fixed && id !== 'title')
              .map((id) => (
                <Base.CheckboxItem
                  key={id}
                  className={styles.item}
                  checked={!settings.hidden.includes(id)}
                  onCheckedChange={(on) => columns.show(id, on)}
                  closeOnClick={false}
                >
                  <span className={styles.check}>
                    <Base.CheckboxItemIndicator>
                      <Icon name="check" size={14} />
                    </Base.CheckboxItemIndicator>
                  </span>
                  {text.columns[id]}
                </Base.CheckboxItem>
              ))}
            <Base.Separator className={styles.separator} />
            <Base.Item className={styles.item} onClick={columns.reset}>
              <span className={styles.check}>
                <Icon name="undo" size={14} />
              </span>
              {text.resetColumns}
            </Base.Item>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
