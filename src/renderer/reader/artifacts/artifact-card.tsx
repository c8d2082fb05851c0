import { memo, useState } from 'react';
import type { ArtifactPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { lineCount } from '../code-block.tsx';
import styles from './artifact-card.module.css';
import { ArtifactDialog } from './artifact-dialog.tsx';
import { kindName } from './kinds.ts';

/** Lines of the text that the card shows. */
const glimpse = 3;

/** A document the assistant made, as an object: what it is, which version; it opens beside the conversation. */
export const ArtifactCard = memo(function ArtifactCard({
  part,
  message,
}: {
  readonly part: ArtifactPart;
  /** Index of its message. */
  readonly message: number;
}) {
  const [open, setOpen] = useState(false);
  const title = part.title ?? text.artifact.untitled;
  const first = part.text
    ?.split('\n', 40)
    .filter((line) => line.trim() !== '')
    .slice(0, glimpse)
    .join('\n')
    .slice(0, 300);
  return (
    <>
      <button type="button" className={styles.card} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span className={styles.icon}>
          <Icon
            name={part.kind.startsWith('image/') ? 'image' : /markdown|document/.test(part.kind) ? 'note' : 'raw'}
            size={18}
          />
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          <span className={styles.note}>
            {[
              kindName(part),
              text.artifact.version(part.version),
              text.artifact.actions[part.action],
              part.text !== null && text.lines(lineCount(part.text)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {first && <span className={styles.glimpse}>{first}</span>}
        </span>
        <span className={styles.open}>
          {text.artifact.open} <Icon name="chevron-right" size={12} />
        </span>
      </button>
      {open && <ArtifactDialog part={part} message={message} onClose={() => setOpen(false)} />}
    </>
  );
});
