import type { ReactNode } from 'react';
import styles from './out-link.module.css';

/** A link out of the window: it opens elsewhere, on a click alone, and says where it leads. What is no web address is text. */
export function OutLink({
  href,
  host = false,
  children,
}: {
  readonly href: string | null;
  readonly host?: boolean;
  readonly children: ReactNode;
}) {
  if (href === null || !/^(https?:|mailto:)/i.test(href)) return <span title={href ?? undefined}>{children}</span>;
  const where = hostOf(href);
  return (
    <>
      <a href={href} target="_blank" rel="noreferrer noopener" title={href}>
        {children}
      </a>
      {(host || misleads(children, where)) && where !== '' && <span className={styles.host}> {where}</span>}
    </>
  );
}

/** The site of a web address, without `www.`; empty for what has none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return '';
  }
}

/** The words of a link name one site, and it leads to another. */
function misleads(children: ReactNode, host: string): boolean {
  const [first] = Array.isArray(children) ? children : [children];
  if (typeof first !== 'string') return false;
  const named = /^\s*(?:https?:\/\/)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?:[/:?#]|\s*$)/i.exec(first)?.[1]?.toLowerCase();
  return named !== undefined && host !== '' && named !== host && !host.endsWith(`.${named}`);
}
