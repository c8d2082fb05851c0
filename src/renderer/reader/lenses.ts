import { useMemo } from 'react';
import { transforms, type Transform } from '../../shared/transforms/index.ts';
import { useSetting } from '../archive.ts';
import { useCommand, useCommandTitle } from '../commands/keyboard.ts';
import { reader as text } from '../messages/index.ts';

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

/** The keys of the two lenses, and what the commands are called while they hide something. */
export function useLensCommands({ applied, toggle }: Lenses): void {
  const hides = (name: string): boolean => applied.some((transform) => transform.name === name);
  useCommand('tools', () => toggle('strip-tools'));
  useCommand('thinking', () => toggle('strip-thinking'));
  useCommandTitle('tools', hides('strip-tools') ? text.lenses.tools.command : text.lenses.tools.hide);
  useCommandTitle('thinking', hides('strip-thinking') ? text.lenses.thinking.command : text.lenses.thinking.hide);
}
