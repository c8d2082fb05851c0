import type { Provider } from '../provider.ts';

/** Being written. */
export const cursor: Provider = {
  id: 'cursor',
  version: 1,
  kind: 'log',
  judge: () => null,
  parse: () => ({ conversations: [], issues: [], drift: [], ignored: { conversations: 0, messages: 0 } }),
};
