import { hash } from 'node:crypto';
import type { Side } from '../../../shared/parsed.ts';
import type { ParserContext, ParserRequest } from './parse-task.ts';

/** What lies beside a record, as far as it is of use to it: the same text for the same facts. */
export function digestOfSide(side: Side | null): string {
  return side === null ? '' : hash('sha256', JSON.stringify(side), 'hex').slice(0, 32);
}

/** What records that asked so would use of what lies beside them, each as `digestOfSide`. */
export function answersOf(
  request: Extract<ParserRequest, { kind: 'answers' }>,
  { providers, sides }: ParserContext,
): readonly string[] {
  const provider = providers.find(({ id }) => id === request.provider);
  const facts = request.side === null ? undefined : sides.get(request.side);
  return request.asked.map((asked) => {
    const side = provider?.answers?.({ shared: facts?.shared ?? null, entry: null }, asked);
    return digestOfSide(side ?? null);
  });
}
