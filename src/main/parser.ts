import { requireNode } from './node-version.ts';

requireNode();
const { runParser } = await import('./import/parsing/run-parser.ts');
runParser();
