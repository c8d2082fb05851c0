import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import { fields } from '../../shared/query/fields.ts';
import { search as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './query-help.module.css';

/** What can be searched, from the table that the language itself is made of; every example can be put into the box. */
export function QueryHelp({
  className,
  onInsert,
}: {
  readonly className?: string | undefined;
  readonly onInsert: (example: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const insert = (example: string): void => {
    setOpen(false);
    onInsert(example);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<IconButton icon="help" label={text.help} className={className} />} />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={8} align="end" collisionPadding={8}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{text.helpTitle}</Popover.Title>
            <h3 className={styles.part}>{text.helpWords}</h3>
            <Rows rows={text.words} onInsert={insert} />
            <h3 className={styles.part}>{text.helpFields}</h3>
            <Rows rows={fields} onInsert={insert} />
            <p className={styles.keys}>{text.helpKeys}</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Rows({
  rows,
  onInsert,
}: {
  readonly rows: readonly { readonly example: string; readonly help: string }[];
  readonly onInsert: (example: string) => void;
}) {
  return (
    <ul className={styles.rows}>
      {rows.map(({ example, help }) => (
        <li key={example} className={styles.row}>
          <button
            type="button"
            className={styles.example}
            aria-label={text.helpInsert(example)}
            onClick={() => onInsert(example)}
          >
            <code>{example}</code>
          </button>
          <span className={styles.help}>{help}</span>
        </li>
      ))}
    </ul>
  );
}
