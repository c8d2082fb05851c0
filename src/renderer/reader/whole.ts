import { createContext, use, useState } from 'react';
import { useFold } from './folds.ts';

/** The part that is being drawn, so that what is cut out of it can be asked for; null outside of a part. */
export const PartContextKey = createContext<string | null>(null);

/** The key under which a part's long pieces are shown whole. A hit inside of the part sets it. */
export function wholeKey(part: string): string {
  return `${part}:whole`;
}

/** Characters of a piece that are drawn because a hit may stand in them. */
export const mostOfWhole = 2_000_000;

/** Whether a long piece is shown whole: asked for here, or because a hit is in its part. */
export function useWhole(): readonly [whole: boolean, show: () => void] {
  const part = use(PartContextKey);
  const [asked, setAsked] = useState(false);
  const [found] = useFold(wholeKey(part ?? ''), false, false);
  return [asked || found, () => setAsked(true)];
}
