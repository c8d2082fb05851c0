import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** DeepSeek's export, and chats as its web page is given them. Source: formats §8.2. */
export const deepseek: Provider = { id: 'deepseek', version: 2, kind: 'export', judge, gather, parse };
