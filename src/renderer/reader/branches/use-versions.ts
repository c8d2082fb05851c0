import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type Dispatch,
  type RefObject,
  type SetStateAction,
} from 'react';
import { useCommand } from '../../commands/keyboard.ts';
import { reader } from '../../messages/index.ts';
import type { Branch, Layout } from '../layout.ts';
import type { Choices } from '../tree.ts';
import { forkInSight } from './fork-in-sight.ts';

const text = reader.versions;

/** A step to another version that has been asked for, and is not drawn yet. */
interface Step {
  readonly chosen: number;
  /** Pixels below the upper edge at which the message began. */
  readonly away: number;
  /** The button that had the focus goes with the message it is drawn in. */
  readonly button: string | null;
}

export interface Versions {
  readonly onBranch: (branch: Branch, step: number) => void;
  /** For screen readers: which version is shown now. */
  readonly said: string;
}

/** Steps between the versions of a message: by its switch, and by key. The message stays where it is on screen. */
export function useVersions({
  layout,
  scroller,
  setChoices,
  awayOf,
  scrollTo,
}: {
  readonly layout: Layout;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly setChoices: Dispatch<SetStateAction<Choices>>;
  readonly awayOf: (row: number) => number;
  readonly scrollTo: (row: number, away?: number) => void;
}): Versions {
  const [said, setSaid] = useState('');
  const asked = useRef<Step | null>(null);
  const latest = useRef({ layout, awayOf });
  useEffect(() => {
    latest.current = { layout, awayOf };
  });

  const onBranch = useCallback(
    (branch: Branch, step: number): void => {
      const all = branch.siblings.length;
      const chosen = branch.siblings[branch.place + step];
      if (chosen === undefined) {
        setSaid(step < 0 ? text.saidFirst(all) : text.saidLast(all));
        return;
      }
      const { layout: laid, awayOf: away } = latest.current;
      const place = laid.placeOf(branch.siblings[branch.place] ?? -1);
      const button = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['version'] : undefined;
      asked.current = { chosen, away: place === undefined ? 0 : away(place), button: button ?? null };
      setSaid(text.said(branch.place + step + 1, all));
      setChoices((before) => new Map(before).set(branch.parent, chosen));
    },
    [setChoices],
  );

  useLayoutEffect(() => {
    const step = asked.current;
    const place = step && layout.placeOf(step.chosen);
    if (!step || place === undefined || place === null) return;
    asked.current = null;
    scrollTo(place, step.away);
    if (step.button === null) return;
    // Drawn by now, or with the scrolling.
    requestAnimationFrame(() => {
      const row = scroller.current?.querySelector(`[data-index="${place}"]`);
      row?.querySelector<HTMLElement>(`[data-version="${step.button}"]`)?.focus({ preventScroll: true });
    });
  }, [layout, scroller, scrollTo]);

  const turn = (step: 1 | -1): void => {
    const branch = scroller.current ? forkInSight(scroller.current, layout) : null;
    if (branch) onBranch(branch, step);
    else setSaid(text.nothing);
  };
  useCommand('nextBranch', () => turn(1));
  useCommand('previousBranch', () => turn(-1));
  return { onBranch, said };
}
