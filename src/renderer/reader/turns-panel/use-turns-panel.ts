import { useCallback, useState } from 'react';
import { useSetting } from '../../archive.ts';
import { useCommand } from '../../commands/keyboard.ts';
import { useMetrics } from '../../ui/metrics.ts';
import { focusMessages } from '../find/use-find.ts';

const setting = 'reader.outline';
/** Rem that the messages and the panel need beside each other. */
const besideFrom = 46;

export interface TurnsPanelState {
  readonly open: boolean;
  /** Too narrow for both: the panel stands over the messages, and is not remembered. */
  readonly over: boolean;
  /** It was just asked for. */
  readonly focused: boolean;
  readonly close: () => void;
  /** For the element that holds both. */
  readonly measure: (element: HTMLElement | null) => (() => void) | undefined;
}

/** Whether the outline is open: remembered where it has room beside the messages, else until one has chosen. */
export function useTurnsPanel(): TurnsPanelState {
  const [stored, setStored] = useSetting(setting, '');
  const [overOpen, setOverOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const [width, setWidth] = useState(0);
  const { rem } = useMetrics();
  const over = width > 0 && width < besideFrom * rem;
  const open = width > 0 && (over ? overOpen : stored === 'open');
  const show = (next: boolean): void => {
    if (over) setOverOpen(next);
    else setStored(next ? 'open' : '');
    setAsked(next);
    if (!next) focusMessages();
  };
  useCommand('outline', () => show(!open));
  useCommand('leave', () => show(false), over && open);
  // What was over the messages does not stay when there is room for it again.
  if (!over && overOpen) setOverOpen(false);
  const measure = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { open, over, focused: asked, close: () => show(false), measure };
}
