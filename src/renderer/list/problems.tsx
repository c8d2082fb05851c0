import type { Problem } from '../../shared/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { usePlace } from '../view.ts';
import styles from './problems.module.css';

/** What of the query does not parse as meant; the rest is searched. The search box refers to it. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const query = usePlace((place) => place.query);
  return (
    <ul id="search-problems" className={styles.problems} aria-live="polite">
      {problems.slice(0, 3).map((problem) => (
        <li key={`${problem.from} ${problem.message}`} className={styles.problem} title={problem.message}>
          <Icon name="warning" size={14} />
          {problem.to > problem.from && <code>{query.slice(problem.from, problem.to)}</code>} {problem.message}
        </li>
      ))}
    </ul>
  );
}
