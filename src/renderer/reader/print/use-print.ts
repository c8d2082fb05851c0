import { useEffect } from 'react';
import { raw } from '../../messages/index.ts';
import styles from './print.module.css';

/**
 * Prints what is drawn of the open conversation, black on white, without the window around it. Only what is near the part in sight is
 * drawn, and a browser waits for nothing when it prints: where something is missing, the page says so.
 */
export function usePrint(title: string): void {
  useEffect(() => {
    let sheet: HTMLElement | null = null;
    const begin = (): void => {
      const scroller = document.querySelector('[data-reader-scroller]');
      if (!scroller) return;
      sheet?.remove();
      sheet = document.createElement('div');
      sheet.className = styles.sheet ?? '';
      const rows = [...scroller.querySelectorAll('[data-index]')];
      // The first row may bear it already.
      if (!rows[0]?.textContent.startsWith(title)) sheet.append(paragraph('h1', title));
      if (!isWhole(rows)) sheet.append(paragraph('p', raw.printedPart));
      for (const row of rows) sheet.append(copyOf(row));
      document.body.append(sheet);
    };
    const end = (): void => {
      sheet?.remove();
      sheet = null;
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      end();
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, [title]);
}

function paragraph(tag: 'h1' | 'p', words: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

/** The same, out of the column it is placed in. */
function copyOf(row: Element): Node {
  const copy = row.cloneNode(true);
  if (copy instanceof HTMLElement) copy.style.removeProperty('transform');
  return copy;
}

/** Pixels that may stand above the first row, and below the last. */
const gap = 16;

/** Whether the drawn rows are all that the column has. */
function isWhole(rows: readonly Element[]): boolean {
  const column = rows[0]?.parentElement?.getBoundingClientRect();
  const first = rows[0]?.getBoundingClientRect();
  const last = rows.at(-1)?.getBoundingClientRect();
  if (!column || !first || !last) return true;
  return first.top <= column.top + gap && last.bottom >= column.bottom - gap;
}
