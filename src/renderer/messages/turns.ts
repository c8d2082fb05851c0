import { count } from '../ui/format.ts';

/** What the window says in `reader/turns-panel`. */
export const turns = {
  name: 'Outline',
  list: 'What you asked',
  many: (turns: number) => count(turns, 'turn'),
  close: 'Close the outline',
  none: 'Nothing here was asked by you.',
  calls: (calls: number) => count(calls, 'tool call'),
  failed: (calls: number) => `${calls.toLocaleString()} failed`,
  versions: (versions: number) => count(versions, 'version'),
  hits: (hits: number) => count(hits, 'match', 'matches'),
  pasted: 'Pasted text',
  images: (images: number) => count(images, 'image'),
  files: (files: number) => count(files, 'file'),
  wordless: 'No words',
  coming: 'On its way',
} as const;
