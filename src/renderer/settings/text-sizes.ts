import { choices, type Choice } from '../preferences.ts';

/** The text sizes from the smallest to the largest. */
export const textSizes: readonly Choice<'textSize'>[] = choices.textSize.toSorted((a, b) => Number(a) - Number(b));

/** The next size up (`1`) or down (`-1`), or null at the end. */
export function textSizeBeside(size: Choice<'textSize'>, step: 1 | -1): Choice<'textSize'> | null {
  return textSizes[textSizes.indexOf(size) + step] ?? null;
}
