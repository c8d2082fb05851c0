import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parseSession } from './parse.ts';

/** pi: sessions of the coding agent, each a tree of entries. Source: formats, §8.11. */
export const pi: Provider = { id: 'pi', version: 2, kind: 'log', judge, parse: parseSession };
