import type { Provider } from '../provider.ts';

/** Being written. */
export const geminiAiStudio: Provider = {
  id: 'gemini-ai-studio',
  version: 1,
  kind: 'export',
  judge: () => null,
  parse: () => ({ conversations: [], issues: [], drift: [], ignored: { conversations: 0, messages: 0 } }),
};
