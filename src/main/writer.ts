import { requireNode } from './node-version.ts';

requireNode();
const { runWriter } = await import('./run-writer.ts');
runWriter();
