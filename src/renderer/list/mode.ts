import { useSetting } from '../archive.ts';
import { useNarrow } from '../view.ts';

export type ListMode = 'cards' | 'table';

/** Window widths in CSS pixels up to which there are only cards. */
const tooNarrow = 720;

/** How the list is drawn, and the way to change it; remembered. */
export function useListMode(): readonly [mode: ListMode, toggle: () => void] {
  const [stored, store] = useSetting('list.mode', 'cards');
  const narrow = useNarrow(tooNarrow);
  return [stored === 'table' && !narrow ? 'table' : 'cards', () => store(stored === 'table' ? 'cards' : 'table')];
}
