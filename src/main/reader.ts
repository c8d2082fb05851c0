import { requireNode } from './node-version.ts';

requireNode();
const { runReader } = await import('./threads/run-reader.ts');
runReader();
