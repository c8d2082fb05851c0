import type { TagColor } from '../../shared/requests.ts';
import { keep as text } from '../messages/index.ts';
import { Icon } from './icon.tsx';
import styles from './tag-chip.module.css';

/** A tag as it is drawn everywhere: its colour as a dot, its name beside it. `onRemove` adds a button that takes it away. */
export function TagChip({
  name,
  color,
  onRemove,
}: {
  readonly name: string;
  readonly color: TagColor | null;
  readonly onRemove?: () => void;
}) {
  return (
    <span className={`${styles.chip} ${styles[color ?? 'grey']}`}>
      <span className={styles.dot} />
      <span className={styles.name} dir="auto">
        {name}
      </span>
      {onRemove && (
        <button type="button" className={styles.remove} aria-label={text.removeTag(name)} onClick={onRemove}>
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  );
}

/** A tag's colour alone, beside a name that is drawn otherwise. */
export function TagDot({ color }: { readonly color: TagColor | null }) {
  return <span className={`${styles.dot} ${styles.large} ${styles[color ?? 'grey']}`} aria-hidden="true" />;
}
