import { useSetting } from '../archive.ts';

/** Whether long lines of code are wrapped, remembered for all code. */
export function useWrap(): readonly [wrap: boolean, toggle: () => void] {
  const [stored, store] = useSetting('reader.wrap', '');
  const wrap = stored === 'on';
  return [wrap, () => store(wrap ? '' : 'on')];
}
