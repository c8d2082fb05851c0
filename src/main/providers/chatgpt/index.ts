import type { Provider } from '../provider.ts';
import { answers } from './assets.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** OpenAI's data export, from 2022 to 2026: one array of conversations or shards of it, with files beside. Source: formats §3. */
export const chatgpt: Provider = { id: 'chatgpt', version: 3, kind: 'export', judge, gather, answers, parse };
