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
  if (!archived && !trashed && !gone) return null;
  return (
    <ul className={styles.states}>
      {trashed && <State icon="trash" label={text.trashed} action={text.restore} command="trash" id={conversation.id} warn />}
      {archived && <State icon="archive" label={text.archived} action={text.bringBack} command="archive" id={conversation.id} />}
      {gone && (
        <li className={styles.state}>
          <WithTooltip label={text.goneWhy}>
            <span className={styles.why} tabIndex={0} role="note" aria-label={`${text.gone}. ${text.goneWhy}`}>
              <Icon name="history" size={14} />
              {text.gone}
            </span>
          </WithTooltip>
        </li>
      )}
    </ul>
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
