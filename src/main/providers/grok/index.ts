import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** xAI's account data: every conversation in one JSON file, assets beside it. Source: formats §8.1. */
export const grok: Provider = { id: 'grok', version: 2, kind: 'export', judge, gather, parse };
