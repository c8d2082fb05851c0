import { reader } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { WithTooltip } from '../../ui/tooltip.tsx';
import type { Lenses } from '../lenses.ts';
import styles from './bar.module.css';

/** Takes tool calls or thinking out of sight; not there where there are none. Says what it does, or what it has done. */
export function LensButton({
  lenses,
  of,
  many,
}: {
  readonly lenses: Lenses;
  readonly of: 'tools' | 'thinking';
  readonly many: number;
}) {
  if (many === 0) return null;
  const name = of === 'tools' ? 'strip-tools' : 'strip-thinking';
  const on = lenses.applied.some((transform) => transform.name === name);
  const text = reader.lenses[of];
  return (
    <WithTooltip label={on ? text.hiddenTip(many) : text.hideTip(many)} keys={of === 'tools' ? '1' : '2'}>
      <Button
        icon={of === 'tools' ? 'tool' : 'thinking'}
        className={styles.lens}
        aria-pressed={on}
        onClick={() => lenses.toggle(name)}
      >
        <span className={styles.lensLabel}>{on ? text.hidden : text.hide}</span>
      </Button>
    </WithTooltip>
  );
}
