import { isObject, numberOf } from '../../../shared/json.ts';
import type { Usage } from '../../../shared/model.ts';

/** Tokens of an API response; null when there are none to speak of. Source: formats, §5.4. */
export function usageOf(value: unknown): Usage | null {
  if (!isObject(value)) return null;
  const usage = {
    input: tokens(value['input_tokens']),
    output: tokens(value['output_tokens']),
    cacheRead: tokens(value['cache_read_input_tokens']),
    cacheWrite: tokens(value['cache_creation_input_tokens']),
  };
  return usage.input + usage.output + usage.cacheRead + usage.cacheWrite === 0 ? null : usage;
}

/** Every record of a streamed response repeats a growing usage: the one with the most output tokens stands for the response. */
export function greaterUsage(a: Usage | null, b: Usage | null): Usage | null {
  if (a === null || b === null) return a ?? b;
  return b.output > a.output ? b : a;
}

function tokens(value: unknown): number {
  const number = numberOf(value);
  return number === null || number < 0 ? 0 : Math.round(number);
}
