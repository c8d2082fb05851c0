import { useEffect } from 'react';
import { useSetting } from './archive.ts';

/**
 * What the person chose about the window, by name, with the values there are (the first: until one is chosen). Kept in the archive's
 * settings, so that it is the same wherever the archive is opened, and follows in every window.
 */
export const choices = {
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'high', 'normal'],
  density: ['comfortable', 'compact'],
  textSize: ['100', '90', '110', '125', '150'],
  motion: ['system', 'reduced'],
} as const;

export type ChoiceName = keyof typeof choices;
export type Choice<Name extends ChoiceName> = (typeof choices)[Name][number];

/** One choice, and the way to change it. A stored value that this version does not know counts as the first. */
export function useChoice<Name extends ChoiceName>(name: Name): readonly [Choice<Name>, (value: Choice<Name>) => void] {
  const values: readonly Choice<Name>[] = choices[name];
  const [first] = values;
  const [stored, store] = useSetting(name, first ?? '');
  const value = values.find((known) => known === stored) ?? first;
  if (value === undefined) throw new Error(`The choice ${name} has no values.`);
  return [value, store];
}

/** The value after this one, beginning again after the last. */
export function following<Name extends ChoiceName>(name: Name, value: Choice<Name>): Choice<Name> {
  const values: readonly Choice<Name>[] = choices[name];
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}

/** Puts the choices on the document's root as `data-…`, where the tokens look. Call once. */
export function useAppearance(): void {
  const [theme] = useChoice('theme');
  const [contrast] = useChoice('contrast');
  const [density] = useChoice('density');
  const [textSize] = useChoice('textSize');
  const [motion] = useChoice('motion');
  useEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, contrast, density, textSize, motion });
  }, [theme, contrast, density, textSize, motion]);
}
