import { useEffect, useState } from 'react';
import { beside, Recent } from '../aside.ts';
import { mostColoured, type Coloured, type Colouring } from './colours.ts';
import { languageOf } from './languages.ts';

const ask = beside<Colouring>(() => new Worker(new URL('./colour-worker.ts', import.meta.url), { type: 'module' }));

const cache = new Recent<Coloured>(300);

/** The text in colours; null while they are made, and for what is not coloured at all. */
export function useColours(text: string, name: string): Coloured | null {
  const language = text.length > mostColoured ? null : languageOf(name);
  const key = `${language}\n${text}`;
  const known = language === null ? null : (cache.get(key) ?? null);
  const [arrived, setArrived] = useState<{ readonly key: string; readonly coloured: Coloured } | null>(null);
  const missing = language !== null && known === null;
  useEffect(() => {
    if (!missing || typeof Worker === 'undefined') return undefined;
    let wanted = true;
    const colour = async (): Promise<void> => {
      // One that never came would only be plain.
      const coloured = await ask({ text, language }).catch((): Coloured => []);
      if (!isWhole(coloured, text)) return;
      cache.set(key, coloured);
      if (wanted) setArrived({ key, coloured });
    };
    void colour();
    return () => {
      wanted = false;
    };
  }, [missing, text, language, key]);
  return known ?? (arrived?.key === key ? arrived.coloured : null);
}

/** Colours never change a text: what does not spell it out again is not used. */
function isWhole(coloured: Coloured, text: string): boolean {
  let length = Math.max(0, coloured.length - 1);
  for (const line of coloured) for (const [piece] of line) length += piece.length;
  return coloured.length > 0 && length === text.replaceAll('\r\n', '\n').length;
}
