import { useEffect, useState } from 'react';
import { beside, Recent } from '../aside.ts';
import { whenThereIsTime } from '../slices.ts';
import { mostColoured, type Coloured, type Colouring } from './colours.ts';
import { languageOf } from './languages.ts';

const ask = beside<Colouring>(() => new Worker(new URL('./colour-worker.ts', import.meta.url), { type: 'module' }));

const cache = new Recent<Coloured>(300);

/**
 * The text in colours; null while they are made, and for what is not coloured at all. They come when there is time, also where they are
 * known: they change no height, and are many elements.
 */
export function useColours(text: string, name: string): Coloured | null {
  const language = text.length > mostColoured ? null : languageOf(name);
  const key = `${language}\n${text}`;
  const [arrived, setArrived] = useState<{ readonly key: string; readonly coloured: Coloured } | null>(null);
  const here = arrived?.key === key;
  useEffect(() => {
    if (here || language === null || typeof Worker === 'undefined') return undefined;
    let takeBack = (): void => {};
    let wanted = true;
    const draw = (coloured: Coloured): void => {
      takeBack = whenThereIsTime(() => setArrived({ key, coloured }));
    };
    const colour = async (): Promise<void> => {
      // One that never came would only be plain.
      const coloured = await ask({ text, language }).catch((): Coloured => []);
      if (!isWhole(coloured, text)) return;
      cache.set(key, coloured);
      if (wanted) draw(coloured);
    };
    const known = cache.get(key);
    if (known) draw(known);
    else takeBack = whenThereIsTime(() => void colour());
    return () => {
      wanted = false;
      takeBack();
    };
  }, [here, text, language, key]);
  return here ? arrived.coloured : null;
}

/** Colours never change a text: what does not spell it out again is not used. */
function isWhole(coloured: Coloured, text: string): boolean {
  let length = Math.max(0, coloured.length - 1);
  for (const line of coloured) for (const [piece] of line) length += piece.length;
  return coloured.length > 0 && length === text.replaceAll('\r\n', '\n').length;
}
