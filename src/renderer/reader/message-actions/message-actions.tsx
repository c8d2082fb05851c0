import { useRef, useState } from 'react';
import { messagesMarkdown } from '../../../shared/markdown/messages.ts';
import type { Attachment, Message } from '../../../shared/model.ts';
import type { Transform } from '../../../shared/transforms/index.ts';
import { raw } from '../../messages/index.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { MenuAt } from '../../ui/menu-at.tsx';
import { say } from '../../ui/toast.ts';
import { useView } from '../../view.ts';
import { detailsOf } from './details.ts';
import { linkTo } from './link-to.ts';
import styles from './message-actions.module.css';
import { RawMessageDialog } from './raw-message-dialog.tsx';

const text = raw.message;

interface Action {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly onSelect: () => void;
}

/**
 * What can be done with the messages of one item of the reader. In a head, three buttons, or one for all where there is little room;
 * elsewhere the one, beside the text. Plain buttons: a window draws many of them while it scrolls.
 */
export function MessageActions({
  indexes,
  messages,
  speaker,
  attachments,
  applied,
  beside = false,
}: {
  readonly indexes: readonly number[];
  readonly messages: readonly (Message | undefined)[];
  readonly speaker: string;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly applied: readonly Transform[];
  readonly beside?: boolean;
}) {
  const [open, setOpen] = useState<'menu' | 'raw' | null>(null);
  const more = useRef<HTMLButtonElement>(null);
  const known = messages.filter((message) => message !== undefined);
  const conversation = (): string => useView.getState().place.open ?? '';
  const actions: readonly Action[] = [
    {
      id: 'copy',
      label: text.copy,
      icon: 'copy',
      onSelect: () => {
        const markdown = messagesMarkdown(known, attachments, applied);
        if (markdown === '') say(text.nothing);
        else void write(markdown, text.copied);
      },
    },
    {
      id: 'link',
      label: text.link,
      icon: 'link',
      onSelect: () => void write(linkTo(conversation(), indexes[0] ?? 0, location.href), text.linked),
    },
    { id: 'raw', label: text.raw, icon: 'raw', onSelect: () => setOpen('raw') },
  ];
  const button = buttonClass({ iconOnly: true });
  const details = detailsOf(known);
  return (
    <span className={styles.actions} data-beside={beside || undefined} data-open={open !== null || undefined}>
      {!beside && (
        <span className={styles.each} role="group" aria-label={text.actions(speaker)}>
          {actions.map(({ id, label, icon, onSelect }) => (
            <button key={id} type="button" className={button} aria-label={label} title={label} onClick={onSelect}>
              <Icon name={icon} size={14} />
            </button>
          ))}
        </span>
      )}
      <button
        ref={more}
        type="button"
        className={`${button} ${styles.more}`}
        aria-label={text.more}
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        title={[text.more, details].filter(Boolean).join('\n')}
        onClick={() => setOpen('menu')}
      >
        <Icon name="more" size={14} />
      </button>
      {open === 'menu' && (
        <MenuAt anchor={more} onClose={() => setOpen((now) => (now === 'menu' ? null : now))} entries={actions} />
      )}
      {open === 'raw' && <RawMessageDialog conversation={conversation()} indexes={indexes} onClose={() => setOpen(null)} />}
    </span>
  );
}

async function write(value: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(value);
    say(done);
  } catch {
    say(text.denied, { kind: 'failed' });
  }
}
