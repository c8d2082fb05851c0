import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Threads of Perplexity, as extensions save them and as its web page is given them. Source: formats §8.4. */
export const perplexity: Provider = { id: 'perplexity', version: 2, kind: 'export', judge, parse };
