import { z } from 'zod';
import { useSetting } from '../archive.ts';

const names = z.array(z.string());

/** The groups of filters that are folded, remembered; and the way to fold or unfold one. */
export function useFolded(): readonly [folded: ReadonlySet<string>, toggle: (name: string) => void] {
  const [stored, store] = useSetting('facets.folded', '[]');
  const folded = new Set(read(stored));
  const toggle = (name: string): void => {
    const next = new Set(folded);
    if (!next.delete(name)) next.add(name);
    store(JSON.stringify([...next]));
  };
  return [folded, toggle];
}

function read(stored: string): readonly string[] {
  try {
    return names.catch([]).parse(JSON.parse(stored));
  } catch {
    return [];
  }
}
