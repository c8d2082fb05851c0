import { parts as text } from '../../messages/index.ts';
import { OutLink } from '../out-link.tsx';
import type { FoundLink } from './kind.ts';
import styles from './tools.module.css';

/** Pages, by number, with where each leads. */
export function Links({ links }: { readonly links: readonly FoundLink[] }) {
  if (links.length === 0) return null;
  return (
    <ol className={styles.links} aria-label={text.pages(links.length)}>
      {links.map(({ title, url }, at) => (
        <li key={at}>
          <OutLink href={url} host>
            {title ?? url ?? ''}
          </OutLink>
        </li>
      ))}
    </ol>
  );
}
