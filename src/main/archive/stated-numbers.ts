import type { Usage } from '../../shared/model.ts';

/**
 * Numbers that a source states and nobody counted, as a column holds them. What is none of bytes, tokens or dollars is as good as not
 * stated: a fraction or 1e300 in one message must not end the import of all the others.
 */

/** Tokens that no response has; as many for each of millions of messages add up to less than an integer of SQLite holds. */
const mostTokens = 1e12;
/** US dollars that no response costs. */
const mostDollars = 1e9;

/** A length in bytes, or null. */
export function statedSize(size: number | null): number | null {
  return size !== null && Number.isSafeInteger(size) && size >= 0 ? size : null;
}

/** The usage itself where all of it can be, which it nearly always is; else without what cannot. */
export function statedUsage(usage: Usage | null): Usage | null {
  if (usage === null) return null;
  const { input, output, cacheRead, cacheWrite, cost } = usage;
  const hasCost = cost === undefined || (cost >= 0 && cost <= mostDollars);
  if (hasCost && isTokens(input) && isTokens(output) && isTokens(cacheRead) && isTokens(cacheWrite)) return usage;
  const tokens = {
    input: tokensIn(input),
    output: tokensIn(output),
    cacheRead: tokensIn(cacheRead),
    cacheWrite: tokensIn(cacheWrite),
  };
  if (hasCost && cost !== undefined) return { ...tokens, cost };
  return Object.values(tokens).every((count) => count === 0) ? null : tokens;
}

function isTokens(count: number): boolean {
  return Number.isInteger(count) && count >= 0 && count <= mostTokens;
}

function tokensIn(count: number): number {
  return isTokens(count) ? count : 0;
}
