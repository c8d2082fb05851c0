import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Google AI Studio: prompts as they lie in the Drive folder of that name. Source: formats, §7.1. */
export const geminiAiStudio: Provider = {
  id: 'gemini-ai-studio',
  version: 1,
  kind: 'export',
  judge,
  parse,
};
