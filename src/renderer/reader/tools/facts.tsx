import type { Json } from '../../../shared/model.ts';
import styles from './tools.module.css';

/** Names with their values, in a line or two. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: Json | undefined])[] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (known.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {known.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
