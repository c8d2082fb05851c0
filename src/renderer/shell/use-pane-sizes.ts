import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSetting } from '../archive.ts';
import { parseSizes, type PaneSizes } from './pane-sizes.ts';

/** Milliseconds after the last change until it is remembered. */
const pause = 400;

/** The sizes of the panes, and the way to change some; remembered in the archive. */
export function usePaneSizes(): readonly [PaneSizes, (patch: Partial<PaneSizes>) => void] {
  const [stored, store] = useSetting('panes', '');
  const [patch, setPatch] = useState<Partial<PaneSizes>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sizes = useMemo(() => ({ ...parseSizes(stored), ...patch }), [stored, patch]);
  const latest = useRef(stored);
  useEffect(() => {
    latest.current = stored;
  });
  /** What has been changed and is not remembered yet, whether it has been drawn or not. */
  const waiting = useRef<Partial<PaneSizes>>({});
  const change = useCallback(
    (wanted: Partial<PaneSizes>): void => {
      waiting.current = { ...waiting.current, ...wanted };
      setPatch(waiting.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(
        () => {
          store(JSON.stringify({ ...parseSizes(latest.current), ...waiting.current }));
          waiting.current = {};
          setPatch({});
        },
        // A drag comes in many steps; showing and hiding does not.
        'filtersShown' in wanted ? 0 : pause,
      );
    },
    [store],
  );
  return [sizes, change];
}
