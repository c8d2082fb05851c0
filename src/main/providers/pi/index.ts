import type { Provider } from '../provider.ts';

/** Being written. */
export const pi: Provider = {
  id: 'pi',
  version: 1,
  kind: 'log',
  judge: () => null,
  parse: () => ({ conversations: [], issues: [], drift: [], ignored: { conversations: 0, messages: 0 } }),
};
