import { Popover } from '@base-ui/react/popover';
import { Fragment, useRef, useState } from 'react';
import { fields } from '../../shared/query/fields.ts';
import { syntaxHelp, type Writing } from '../../shared/query/syntax-help.ts';
import { useCommand } from '../commands/keyboard.ts';
import { search as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './query-help.module.css';

const parts: readonly { readonly name: string; readonly rows: readonly Writing[] }[] = [
  { name: text.helpWords, rows: syntaxHelp.words },
  { name: text.helpExpressions, rows: syntaxHelp.expressions },
  { name: text.helpFields, rows: fields },
  { name: text.helpDates, rows: syntaxHelp.dates },
  { name: text.helpNumbers, rows: syntaxHelp.numbers },
];

/** What can be searched, from the table that the language itself is made of; every example can be put into the box. */
export function QueryHelp({
  className,
  onInsert,
}: {
  readonly className?: string | undefined;
  readonly onInsert: (example: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  /** Where one was when the key was pressed. */
  const before = useRef<HTMLElement | null>(null);
  useCommand('queryHelp', () => {
    const focused = document.activeElement;
    before.current = focused instanceof HTMLElement && focused !== document.body ? focused : null;
    setOpen(true);
  });
  const insert = (example: string): void => {
    setOpen(false);
    onInsert(example);
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        if (next) before.current = null;
        setOpen(next);
      }}
    >
      <Popover.Trigger ref={trigger} render={<IconButton icon="help" label={text.help} keys="F1" className={className} />} />
      <Popover.Portal>
        <Popover.Positioner
          className={styles.positioner}
          // The box: where it is narrow and full of text, the button gives way.
          anchor={() => trigger.current?.closest('form') ?? null}
          sideOffset={8}
          align="end"
          collisionPadding={8}
        >
          <Popover.Popup
            className={styles.popup}
            finalFocus={() => before.current ?? true}
            onKeyDown={(event) => {
              // What lies over the window takes its keys.
              if (event.key !== 'F1') return;
              event.preventDefault();
              setOpen(false);
            }}
          >
            <Popover.Title className={styles.title}>{text.helpTitle}</Popover.Title>
            {parts.map(({ name, rows }) => (
              <Fragment key={name}>
                <h3 className={styles.part}>{name}</h3>
                <Rows rows={rows} onInsert={insert} />
              </Fragment>
            ))}
            <p className={styles.keys}>{text.helpKeys}</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Rows({ rows, onInsert }: { readonly rows: readonly Writing[]; readonly onInsert: (example: string) => void }) {
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
