import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Mistral's Le Chat: one file of messages for each chat, its files in a folder beside it. Source: formats §8.3. */
export const leChat: Provider = { id: 'le-chat', version: 1, kind: 'export', judge, gather, parse };
