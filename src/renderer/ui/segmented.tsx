import { useId } from 'react';
import styles from './segmented.module.css';

/** One of a few choices, side by side; the arrow keys move among them. `labelledBy` is the id of what names the group. */
export function Segmented<Value extends string>({
  value,
  choices,
  labelledBy,
  onChange,
}: {
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly labelledBy: string;
  readonly onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <div className={styles.group} role="radiogroup" aria-labelledby={labelledBy}>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            className={styles.input}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
