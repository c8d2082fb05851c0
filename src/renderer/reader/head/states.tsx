import type { ConversationDetail } from '../../../shared/contract.ts';
import type { CommandId } from '../../../shared/commands.ts';
import { reader } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { WithTooltip } from '../../ui/tooltip.tsx';
import styles from './intro.module.css';
import { onThis } from './on-this.ts';

const text = reader.head;

/** Why the conversation is not among what is current, and the way back. */
export function States({ detail: { conversation, archived, trashed } }: { readonly detail: ConversationDetail }) {
  const gone = conversation.inNewestExport === false;
  const deleted = conversation.originalDeleted;
  if (!archived && !trashed && !gone && !deleted) return null;
  return (
    <ul className={styles.states}>
      {trashed && <State icon="trash" label={text.trashed} action={text.restore} command="trash" id={conversation.id} warn />}
      {archived && <State icon="archive" label={text.archived} action={text.bringBack} command="archive" id={conversation.id} />}
      {deleted && <Only label={text.deleted} why={text.deletedWhy} />}
      {gone && <Only label={text.gone} why={text.goneWhy} />}
    </ul>
  );
}

/** The archive's copy is the only one. */
function Only({ label, why }: { readonly label: string; readonly why: string }) {
  return (
    <li className={styles.state}>
      <WithTooltip label={why}>
        <span className={styles.why} tabIndex={0} role="note" aria-label={`${label}. ${why}`}>
          <Icon name="memory" size={14} />
          {label}
        </span>
      </WithTooltip>
    </li>
  );
}

function State({
  icon,
  label,
  action,
  command,
  id,
  warn = false,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly action: string;
  readonly command: CommandId;
  readonly id: string;
  readonly warn?: boolean;
}) {
  return (
    <li className={styles.state} data-warn={warn || undefined}>
      <Icon name={icon} size={14} />
      {label}
      <Button className={styles.stateAction} onClick={() => onThis(id, command)}>
        {action}
      </Button>
    </li>
  );
}
