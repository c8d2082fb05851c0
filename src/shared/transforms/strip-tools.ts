import { keepPart, type Transform } from './transform.ts';

/**
 * Tool calls, their results, and what a tool's own message says (its text, code and sources are its result). Images, files and
 * artifacts that a tool made stay: they are what the person asked for.
 */
export const stripTools: Transform = {
  name: 'strip-tools',
  label: 'Hide tools',
  description: 'Hides tool calls and their results; images, files and artifacts that tools made stay.',
  select: (code, row) => {
    if (code === 'c') return 'tool call';
    if (code === 'r' || code === 'e') return 'tool result';
    const output = row.role === 'tool' && code !== 'i' && code !== 'f' && code !== 'a';
    return output ? 'tool result' : null;
  },
  rewrite: keepPart,
};
