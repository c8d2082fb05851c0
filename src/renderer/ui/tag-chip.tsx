import { tagColors, type TagColor } from '../../shared/requests.ts';
import { keep as text } from '../messages/index.ts';
import { Icon } from './icon.tsx';
import styles from './tag-chip.module.css';

const automatic = tagColors.filter((color) => color !== 'grey');

/** The colour of a tag to which nobody gave one: always the same for the same name. */
export function colorOf(name: string, chosen: TagColor | null | undefined): TagColor {
  if (chosen) return chosen;
  // FNV-1a: near names get colours that are far apart.
  let sum = 0x811c9dc5;
  for (const letter of name.toLowerCase()) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return automatic[(sum >>> 8) % automatic.length] ?? 'grey';
}

/**
 * A tag as it is drawn everywhere: its colour as a dot, its name beside it. `there`: the provider's, not the person's own. `onRemove` adds a
 * button that takes it away.
 */
export function TagChip({
  name,
  color,
  there = false,
  onRemove,
}: {
  readonly name: string;
  readonly color: TagColor | null;
  readonly there?: boolean;
  readonly onRemove?: () => void;
}) {
  return (
    <span className={`${styles.chip} ${styles[colorOf(name, color)]}`} data-there={there || undefined}>
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
export function TagDot({ name, color }: { readonly name: string; readonly color: TagColor | null }) {
  return <span className={`${styles.dot} ${styles.large} ${styles[colorOf(name, color)]}`} aria-hidden="true" />;
}
