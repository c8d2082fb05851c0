import type { Provider } from '../provider.ts';

/** Being written. */
export const vscodeChat: Provider = {
  id: 'vscode-chat',
  version: 1,
  kind: 'export',
  judge: () => null,
  parse: () => ({ conversations: [], issues: [], drift: [], ignored: { conversations: 0, messages: 0 } }),
};
