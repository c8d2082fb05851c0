import { useEffect, useLayoutEffect, useState } from 'react';
import { useCommand } from '../../commands/keyboard.ts';
import { go, usePlace, useView } from '../../view.ts';
import { messageInSight } from './message-in-sight.ts';

/** What is looked for in the open conversation alone. */
export interface Find {
  readonly open: boolean;
  /** What stands in the field. */
  readonly text: string;
  /** What is searched: the field's text, a moment later; the URL carries it. */
  readonly searched: string;
  /** The message that was in sight when one began to type. */
  readonly from: number;
  /** How often it was asked for: each time the field takes the focus. */
  readonly asked: number;
  readonly type: (text: string) => void;
  readonly close: () => void;
}

/** Milliseconds after the last key before the text is searched. */
const pause = 90;
/** A selection longer than this is nothing that one looks for. */
const longestSelection = 100;

/** @param onClose called before it closes */
export function useFind(id: string, onClose: () => void): Find {
  const searched = usePlace((place) => place.find);
  const [typed, setTyped] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState(0);
  const [from, setFrom] = useState(0);
  const open = opened || searched !== '';
  const text = typed ?? searched;

  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      go({ find: typed }, { replace: true });
      setTyped(null);
    }, pause);
    return () => clearTimeout(timer);
  }, [typed]);

  const type = (next: string): void => {
    if (text.trim() === '') setFrom(messageInSight() ?? 0);
    setOpened(true);
    setTyped(next);
  };
  const close = (): void => {
    onClose();
    setTyped(null);
    setOpened(false);
    go({ find: '' }, { replace: true });
    focusMessages();
  };

  useCommand('find', () => {
    if (useView.getState().place.raw) go({ raw: false }, { replace: true });
    const selected = selectedText();
    if (selected !== null) type(selected);
    setOpened(true);
    setAsked((before) => before + 1);
  });
  useCommand('leave', close, open);

  // Another conversation is opened: what was looked for stays with this one.
  useLayoutEffect(
    () => () => {
      const { place } = useView.getState();
      if (place.open !== id && place.find === searched && searched !== '') go({ find: '' }, { replace: true });
    },
    [id, searched],
  );

  return { open, text, searched, from, asked, type, close };
}

/** Gives the focus to the messages. */
export function focusMessages(): void {
  document.querySelector<HTMLElement>('[data-reader-scroller]')?.focus({ preventScroll: true });
}

/** The words that are selected in the messages, when they are few. */
function selectedText(): string | null {
  const selection = getSelection();
  const text = selection?.toString().trim() ?? '';
  const node = selection?.anchorNode;
  const inside = (node instanceof Element ? node : node?.parentElement)?.closest('[data-reader-scroller]');
  return inside && text !== '' && text.length <= longestSelection && !text.includes('\n') ? text : null;
}
