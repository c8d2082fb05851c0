import { useEffect, useRef } from 'react';
import { useCommand } from '../commands/keyboard.ts';
import { clearPicked, go, usePlace, useView } from '../view.ts';
import { focusList, toPage } from './places.ts';

/** What is about the window as a whole. Call once. */
export function useWindowCommands(): void {
  const page = usePlace((place) => place.page);
  useCommand('browse', () => go(toPage('browse')));
  useCommand('imports', () => go(toPage('imports')));
  useCommand('leave', () => {
    const { all, picked, filtersOpen } = useView.getState();
    if (filtersOpen) useView.setState({ filtersOpen: false });
    else if (all || picked.size > 0) clearPicked();
    else if (page !== 'browse') go(toPage('browse'));
    else if (document.activeElement?.closest('[data-reader-scroller]')) focusList();
    else go({ open: null, at: null, raw: false });
  });
  useFocusOfPage(page);
}

/** Coming to another page, the keys are at its beginning, unless something there has taken them. */
function useFocusOfPage(page: string): void {
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return undefined;
    before.current = page;
    const frame = requestAnimationFrame(() => {
      const { activeElement } = document;
      const taken = activeElement !== null && activeElement !== document.body && !activeElement.matches('[data-page]');
      if (taken && activeElement.isConnected) return;
      if (page === 'browse') focusList();
      else document.querySelector<HTMLElement>('[data-page]')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [page]);
}
