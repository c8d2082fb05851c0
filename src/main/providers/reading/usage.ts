import { isObject, numberOf, objectOf, type JsonObject } from '../../../shared/json.ts';
import type { Usage } from '../../../shared/model.ts';

/** Tokens of a response, or null when none are stated. */
export function usageOf(
  input: number | null,
  output: number | null,
  cacheRead: number | null = null,
  cacheWrite: number | null = null,
): Usage | null {
  const counts = [input, output, cacheRead, cacheWrite].map((count) => (count === null || count < 0 ? 0 : Math.round(count)));
  const [i = 0, o = 0, r = 0, w = 0] = counts;
  return i + o + r + w === 0 ? null : { input: i, output: o, cacheRead: r, cacheWrite: w };
}

/** With what the provider says the response cost, in US dollars; no number, or less than nothing: it does not say. */
export function priced(usage: Usage | null, stated: unknown): Usage | null {
  const cost = numberOf(stated);
  if (cost === null || cost < 0) return usage;
  if (usage !== null) return { ...usage, cost };
  return cost === 0 ? null : { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost };
}

/** Tokens as OpenAI (`prompt_tokens` with what was cached in it) or Anthropic (cache apart) counts them. */
export function tokensOf(value: unknown): Usage | null {
  if (!isObject(value)) return null;
  const count = (key: string, at: JsonObject = value): number | null => numberOf(at[key]);
  const prompt = count('prompt_tokens');
  if (prompt !== null || count('completion_tokens') !== null) {
    const cached = count('cached_tokens', objectOf(value['prompt_tokens_details'])) ?? 0;
    return usageOf((prompt ?? 0) - cached, count('completion_tokens'), cached);
  }
  return usageOf(
    count('input_tokens'),
    count('output_tokens'),
    count('cache_read_input_tokens'),
    count('cache_creation_input_tokens'),
  );
}
