import type { Writer } from './telling.ts';

/** Every provider's writer, in the order of `index.ts`. For tests and `npm run fuzz` alone. */
export const writers: readonly Writer[] = [];
