import type { Usage } from '../../../shared/model.ts';

/** Every record of a streamed response repeats a growing usage: the one with the most output tokens stands for the response. */
export function greaterUsage(a: Usage | null, b: Usage | null): Usage | null {
  if (a === null || b === null) return a ?? b;
  const greater = b.output > a.output ? b : a;
  const cost = Math.max(a.cost ?? 0, b.cost ?? 0);
  return a.cost === undefined && b.cost === undefined ? greater : { ...greater, cost };
}
