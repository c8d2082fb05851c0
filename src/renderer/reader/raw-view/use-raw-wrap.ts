import { useSetting } from '../../archive.ts';

/** Whether the lines of originals are wrapped, remembered. */
export function useRawWrap(): readonly [wrap: boolean, toggle: () => void] {
  const [stored, store] = useSetting('reader.raw.wrap', '');
  const wrap = stored !== 'off';
  return [wrap, () => store(wrap ? 'off' : '')];
}
