import type { Message, Usage } from '../../../shared/model.ts';
import { raw } from '../../messages/index.ts';
import { formatFullTime } from '../../ui/format.ts';

/** When, by which model, with how many tokens: a line each; what is not known is left out. */
export function detailsOf(messages: readonly (Message | undefined)[]): string {
  const known = messages.filter((message) => message !== undefined);
  const time = known.find(({ createdAt }) => createdAt !== null)?.createdAt;
  const models = [...new Set(known.flatMap(({ model }) => model ?? []))];
  const usage = known.flatMap((message) => message.usage ?? []);
  return [time == null ? null : formatFullTime(time), models.join(', ') || null, usage.length === 0 ? null : tokens(usage)]
    .filter((line) => line !== null)
    .join('\n');
}

function tokens(usage: readonly Usage[]): string {
  const sum = (of: (one: Usage) => number): number => usage.reduce((total, one) => total + of(one), 0);
  const cached = sum(({ cacheRead }) => cacheRead);
  const line = raw.message.tokens(
    sum(({ input, cacheRead, cacheWrite }) => input + cacheRead + cacheWrite),
    sum(({ output }) => output),
  );
  return cached === 0 ? line : `${line}\n${raw.message.cached(cached)}`;
}
