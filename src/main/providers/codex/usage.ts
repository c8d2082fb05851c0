import { isObject, type JsonObject, numberOf } from '../../../shared/json.ts';
import type { Usage } from '../../../shared/model.ts';

interface Totals {
  readonly input: number;
  readonly cached: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/**
 * Tokens of one response out of `token_count` lines. The counts of a thread are cumulative: what the last response used is stated
 * beside them, or is what they grew by; a line that repeats the totals of the line before counts nothing. Source: formats, §6.6.
 */
export class TokenMeter {
  #total: Totals | null = null;

  /** Usage of the response before this line, or null. */
  read(payload: JsonObject): Usage | null {
    const info = isObject(payload['info']) ? payload['info'] : payload;
    const total = totalsOf(info['total_token_usage']);
    const stated = totalsOf(info['last_token_usage']) ?? (total === null ? (totalsOf(info['usage']) ?? totalsOf(info)) : null);
    const before = this.#total;
    if (total !== null) {
      this.#total = total;
      if (before !== null && same(before, total)) return null;
    }
    const last = stated ?? (total === null ? null : grown(before, total));
    return last === null ? null : usageOf(last);
  }
}

/** Usage as a whole turn of `codex exec --json` states it. */
export function turnUsage(value: unknown): Usage | null {
  const totals = totalsOf(value);
  return totals === null ? null : usageOf(totals);
}

/** `input_tokens` includes what was read from the cache. */
function usageOf(totals: Totals): Usage | null {
  const input = Math.max(0, totals.input - totals.cached - totals.cacheWrite);
  if (totals.input + totals.output === 0) return null;
  return { input, output: totals.output, cacheRead: totals.cached, cacheWrite: totals.cacheWrite };
}

function totalsOf(value: unknown): Totals | null {
  if (!isObject(value)) return null;
  const input = numberOf(value['input_tokens']) ?? numberOf(value['prompt_tokens']);
  const output = numberOf(value['output_tokens']) ?? numberOf(value['completion_tokens']);
  if (input === null && output === null) return null;
  return {
    input: count(input),
    output: count(output),
    cached: count(numberOf(value['cached_input_tokens'])),
    cacheWrite: count(numberOf(value['cache_write_input_tokens'])),
  };
}

/** Tokens are whole. */
function count(value: number | null): number {
  return Math.max(0, Math.round(value ?? 0));
}

function same(a: Totals, b: Totals): boolean {
  return a.input === b.input && a.output === b.output && a.cached === b.cached;
}

function grown(before: Totals | null, total: Totals): Totals | null {
  if (before === null || total.output < before.output || total.input < before.input) return before === null ? total : null;
  return {
    input: total.input - before.input,
    output: total.output - before.output,
    cached: Math.max(0, total.cached - before.cached),
    cacheWrite: Math.max(0, total.cacheWrite - before.cacheWrite),
  };
}
