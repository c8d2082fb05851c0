import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

export const openaiMessages: Provider = { id: 'openai-messages', version: 1, kind: 'export', judge, parse };
