import { requireNode } from './node-version.ts';

requireNode();
const { runParser } = await import('./import/run-parser.ts');
runParser();
