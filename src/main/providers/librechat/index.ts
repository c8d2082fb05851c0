import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** LibreChat's export of a conversation, and ChatbotUI's of all of them, which is read here too. Source: formats §8.10. */
export const librechat: Provider = { id: 'librechat', version: 2, kind: 'export', judge, parse };
