import { useEffect } from 'react';
import type { OutlineRows } from '../../shared/outline.ts';
import { useView } from '../view.ts';

/** Tells the window which branch is shown, where it is not the active one: what is copied and exported is what one sees. */
export function useShownBranch(id: string, rows: OutlineRows, path: Int32Array): void {
  const last = path.at(-1);
  const through = last === undefined || rows.isActive(last) ? null : last;
  useEffect(() => {
    useView.setState({ branch: through === null ? null : { id, through } });
    return () => useView.setState({ branch: null });
  }, [id, through]);
}
