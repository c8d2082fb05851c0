import { useMemo } from 'react';
import { transforms, type Transform } from '../../shared/transforms/index.ts';
import { useSetting } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';

/** What the reader hides, remembered in the archive's settings. */
export interface Lenses {
  readonly applied: readonly Transform[];
  readonly toggle: (name: string) => void;
}

export const lensSetting = 'reader.transforms';

export function useLenses(): Lenses {
  const [stored, setStored] = useSetting(lensSetting, '');
  return useMemo(() => {
    const applied = lensesOf(stored);
    const toggle = (name: string): void => {
      const names = applied.map((transform) => transform.name);
      setStored((names.includes(name) ? names.filter((other) => other !== name) : [...names, name]).join(','));
    };
    return { applied, toggle };
  }, [stored, setStored]);
}

/** The lenses a setting names; those of a newer version are left out. */
export function lensesOf(setting: string): readonly Transform[] {
  const names = setting.split(',');
  return transforms.filter((transform) => names.includes(transform.name));
}

/** The keys of the two lenses. */
export function useLensCommands({ toggle }: Lenses): void {
  useCommand('tools', () => toggle('strip-tools'));
  useCommand('thinking', () => toggle('strip-thinking'));
}
