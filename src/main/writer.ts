import { requireNode } from './node-version.ts';

requireNode();
const { runWriter } = await import('./threads/run-writer.ts');
runWriter();
