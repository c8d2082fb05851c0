import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';
import { WithTooltip } from './tooltip.tsx';

interface Look {
  readonly look?: 'plain' | 'outlined' | 'primary';
  readonly size?: 'normal' | 'large';
  readonly icon?: IconName;
}

/** The class names of a button, for links and library parts that should look like one. */
export function buttonClass({
  look = 'plain',
  size = 'normal',
  iconOnly = false,
}: Omit<Look, 'icon'> & { readonly iconOnly?: boolean } = {}): string {
  return [styles.button, look !== 'plain' && styles[look], size === 'large' && styles.large, iconOnly && styles.icon]
    .filter(Boolean)
    .join(' ');
}

export function Button({ look, size, icon, children, className, ...rest }: Look & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={[buttonClass({ ...(look && { look }), ...(size && { size }) }), className].filter(Boolean).join(' ')}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that shows only an icon; `label` is its name and, with its keys, its tip. */
export function IconButton({
  icon,
  label,
  keys,
  filled = false,
  className,
  ...rest
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly keys?: string;
  readonly filled?: boolean;
} & ComponentProps<'button'>) {
  return (
    <WithTooltip label={label} keys={keys}>
      <button
        type="button"
        className={[buttonClass({ iconOnly: true }), className].filter(Boolean).join(' ')}
        aria-label={label}
        {...rest}
      >
        <Icon name={icon} filled={filled} />
      </button>
    </WithTooltip>
  );
}
