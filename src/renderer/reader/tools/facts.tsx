import type { Json } from '../../../shared/model.ts';
import { CodeBlock } from '../code-block.tsx';
import styles from './tools.module.css';

/** Characters of a value above which it gets a box of its own. */
const longValue = 400;

/** Names with their values, in a line or two; long ones below them. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: Json | undefined])[] }) {
  const known = facts.flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '') return [];
    return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }];
  });
  const short = known.filter(({ value }) => value.length <= longValue);
  return (
    <>
      {short.length > 0 && (
        <dl className={styles.facts}>
          {short.map(({ name, value }) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {known
        .filter(({ value }) => value.length > longValue)
        .map(({ name, value }) => (
          <CodeBlock key={name} text={value} label={name} kind="output" />
        ))}
    </>
  );
}
