import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parseSession } from './parse.ts';
import { readTables } from './tables.ts';

/** OpenCode and its forks: the database, the storage tree before it, and what `opencode export` prints. Source: formats, §8.6. */
export const opencode: Provider = { id: 'opencode', version: 2, kind: 'log', judge, gather, readTables, parse: parseSession };
