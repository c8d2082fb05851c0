import { isObject, numberOf, objectOf, type JsonObject } from '../../../shared/json.ts';
import type { Usage } from '../../../shared/model.ts';
import { priced } from '../reading/usage.ts';

/** Tokens of an answer, as the model's server counted them: OpenAI's words, Anthropic's, or Ollama's. Null when nothing was counted. */
export function usageIn(message: JsonObject): Usage | null {
  const info = objectOf(message['info']);
  for (const counted of [message['usage'], info['usage'], info]) {
    if (!isObject(counted)) continue;
    const prompt = count(counted, 'prompt_tokens', 'input_tokens', 'prompt_eval_count');
    const output = count(counted, 'completion_tokens', 'output_tokens', 'eval_count');
    if (prompt === null && output === null) continue;
    const inside = { ...objectOf(counted['prompt_tokens_details']), ...objectOf(counted['input_tokens_details']) };
    const cached = count(inside, 'cached_tokens');
    const read = cached ?? count(counted, 'cache_read_input_tokens') ?? 0;
    const tokens: Usage = {
      // OpenAI's count of input holds what was read from the cache, Anthropic's does not.
      input: Math.max(0, (prompt ?? 0) - (cached ?? 0)),
      output: output ?? 0,
      cacheRead: read,
      cacheWrite: count(counted, 'cache_creation_input_tokens') ?? 0,
    };
    // OpenRouter's credits are dollars.
    return priced(tokens, counted['cost']);
  }
  return null;
}

function count(value: JsonObject, ...names: readonly string[]): number | null {
  for (const name of names) {
    const number = numberOf(value[name]);
    if (number !== null && number >= 0) return Math.round(number);
  }
  return null;
}
