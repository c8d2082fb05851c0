import { keepPart, type Transform } from './transform.ts';

export const stripThinking: Transform = {
  name: 'strip-thinking',
  label: 'Hide thinking',
  description: 'Hides the reasoning that models show before they answer.',
  select: (code) => (code === 'h' ? 'thinking part' : null),
  rewrite: keepPart,
};
