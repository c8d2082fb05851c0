import type { Message, Usage } from '../../../shared/model.ts';
import { raw } from '../../messages/index.ts';
import { formatFullTime } from '../../ui/format.ts';

/** When, by which model, with how many tokens, for how much: a line each; what is not known is left out. */
export function detailsOf(messages: readonly (Message | undefined)[]): string {
  const known = messages.filter((message) => message !== undefined);
  const time = known.find(({ createdAt }) => createdAt !== null)?.createdAt;
  const models = [...new Set(known.flatMap(({ model }) => model ?? []))];
  const usage = known.flatMap((message) => message.usage ?? []);
  return [time == null ? null : formatFullTime(time), models.join(', ') || null, tokens(usage), cost(usage)]
    .filter((line) => line !== null)
    .join('\n');
}

function cost(usage: readonly Usage[]): string | null {
  const costs = usage.flatMap((one) => one.cost ?? []);
  return costs.length === 0 ? null : raw.message.cost(costs.reduce((total, one) => total + one, 0));
}

function tokens(usage: readonly Usage[]): string | null {
  const sum = (of: (one: Usage) => number): number => usage.reduce((total, one) => total + of(one), 0);
  if (sum(({ input, output, cacheRead, cacheWrite }) => input + output + cacheRead + cacheWrite) === 0) return null;
  const cached = sum(({ cacheRead }) => cacheRead);
  const line = raw.message.tokens(
    sum(({ input, cacheRead, cacheWrite }) => input + cacheRead + cacheWrite),
    sum(({ output }) => output),
  );
  return cached === 0 ? line : `${line}\n${raw.message.cached(cached)}`;
}
