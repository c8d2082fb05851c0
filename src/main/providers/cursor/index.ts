import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parseRecord } from './parse.ts';
import { readTables } from './tables.ts';

/**
 * Cursor: the databases of the editor and of `cursor-agent`, and the transcripts that agents leave. An export: the same conversation is
 * in several of these, and the fullest and newest telling stands for it. Source: formats, §8.5.
 */
export const cursor: Provider = { id: 'cursor', version: 1, kind: 'export', judge, gather, readTables, parse: parseRecord };
