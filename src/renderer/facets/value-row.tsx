import type { KeyboardEvent, MouseEvent } from 'react';
import { useTags } from '../archive.ts';
import { facets as text } from '../messages/index.ts';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import { labelOf, providerOf, type FacetName } from './labels.ts';
import { stop } from './roving.ts';
import type { Standing } from './terms.ts';
import styles from './value-row.module.css';

/** One value of a filter: a box to check; Alt, the small button or the minus key leaves it out instead. */
export function ValueRow({
  facet,
  value,
  found,
  standing,
  tabbable,
  onPut,
  onFocus,
}: {
  readonly facet: FacetName;
  readonly value: string;
  /** Conversations; null while that is not known. */
  readonly found: number | null;
  readonly standing: Standing;
  readonly tabbable: boolean;
  readonly onPut: (value: string, standing: Standing) => void;
  readonly onFocus?: (value: string) => void;
}) {
  const label = labelOf(facet, value);
  const out = standing === 'out';
  const toggleIn = (): void => onPut(value, standing === null ? 'in' : null);
  const toggleOut = (): void => onPut(value, out ? null : 'out');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '-') toggleOut();
    else if (event.key === 'Backspace' || event.key === 'Delete') onPut(value, null);
    else return;
    event.preventDefault();
  };
  return (
    <li className={styles.row} data-standing={standing ?? undefined}>
      <button
        {...stop}
        type="button"
        role="checkbox"
        aria-checked={out ? 'mixed' : standing === 'in'}
        aria-keyshortcuts="-"
        tabIndex={tabbable ? 0 : -1}
        className={styles.value}
        title={label}
        onClick={(event: MouseEvent) => (event.altKey ? toggleOut() : toggleIn())}
        onKeyDown={onKeyDown}
        onFocus={() => onFocus?.(value)}
      >
        <Sign facet={facet} value={value} />
        <span className={styles.name} dir="auto">
          {label}
        </span>
        {standing === 'in' && (
          <span className={styles.check}>
            <Icon name="check" size={13} />
          </span>
        )}
        {out && <span className="visually-hidden">{text.excluded}</span>}
        {found !== null && (
          <span className={styles.count}>
            <span aria-hidden="true">{formatNumber(found)}</span>
            <span className="visually-hidden">{text.conversations(found)}</span>
          </span>
        )}
      </button>
      <button
        type="button"
        className={styles.out}
        tabIndex={-1}
        aria-pressed={out}
        aria-label={out ? text.include(label) : text.exclude(label)}
        title={out ? text.include(label) : text.excludeHint(label)}
        onClick={toggleOut}
      >
        <span className={styles.minus} />
      </button>
    </li>
  );
}

function Sign({ facet, value }: { readonly facet: FacetName; readonly value: string }) {
  const tags = useTags();
  if (facet === 'provider') {
    const provider = providerOf(value);
    return provider && <ProviderMark provider={provider} />;
  }
  return facet === 'tag' ? <TagDot name={value} color={tags.get(value)?.color ?? null} /> : null;
}
