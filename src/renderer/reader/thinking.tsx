import type { ThinkingPart } from '../../shared/model.ts';
import { countWords } from '../../shared/readable.ts';
import { parts as text } from '../messages/index.ts';
import { formatDuration } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Fold } from './fold.tsx';
import { Markdown } from './markdown.tsx';
import styles from './part.module.css';

/** What the model thought before it spoke: folded, with how long it took and how much it is. */
export function Thinking({ part, partKey }: { readonly part: ThinkingPart; readonly partKey: string }) {
  const took = part.durationMs === undefined ? null : text.thinking.took(formatDuration(part.durationMs));
  if (part.text === '') {
    return (
      <p data-part={partKey} className={styles.quiet}>
        <Icon name="thinking" size={14} />{' '}
        {[part.title ?? took ?? text.thinking.name, part.title !== undefined && took, text.thinking.private]
          .filter(Boolean)
          .join(' · ')}
      </p>
    );
  }
  const length = text.words(countWords(part.text));
  return (
    <Fold
      foldKey={partKey}
      icon="thinking"
      label={part.title ?? took ?? text.thinking.name}
      summary={part.title === undefined || took === null ? length : `${took} · ${length}`}
    >
      <div data-part={partKey} className={styles.thinking}>
        <Markdown text={part.text} breaks />
      </div>
    </Fold>
  );
}
