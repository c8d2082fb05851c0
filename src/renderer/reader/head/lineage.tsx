import type { ConversationDetail } from '../../../shared/contract.ts';
import { reader } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { go } from '../../view.ts';
import styles from './intro.module.css';

const text = reader.head;

/** Children that are listed. */
const most = 100;

/** Where the conversation comes from, and what came of it. */
export function Lineage({ detail: { parent, children } }: { readonly detail: ConversationDetail }) {
  if (!parent && children.length === 0) return null;
  const open = (id: string) => go({ open: id, at: null, raw: false });
  const subagents = children.every((child) => child.relation === 'subagent');
  return (
    <div className={styles.lineage}>
      {parent && (
        <Button icon="back" className={styles.relative} onClick={() => open(parent.id)} title={parent.title}>
          <span className={styles.relativeTitle}>{text.partOf(parent.title)}</span>
        </Button>
      )}
      {children.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button icon="subagent" className={styles.relative}>
              <span className={styles.relativeTitle}>
                {subagents ? text.subagents(children.length) : text.children(children.length)}
              </span>
              <Icon name="chevron-down" size={12} />
            </Button>
          }
          entries={children.slice(0, most).map((child) => ({
            id: child.id,
            label: child.title,
            note: subagents ? text.messages(child.messages) : child.relation,
            onSelect: () => open(child.id),
          }))}
        />
      )}
    </div>
  );
}
