import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Gemini Apps, as Google Takeout's “My Activity” tells them: JSON or a page, in any language. Source: formats, §7.2. */
export const geminiTakeout: Provider = {
  id: 'gemini-takeout',
  version: 1,
  kind: 'log',
  judge,
  parse,
  linesOf: () => [],
};
