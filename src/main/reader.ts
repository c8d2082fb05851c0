import { requireNode } from './node-version.ts';

requireNode();
const { runReader } = await import('./run-reader.ts');
runReader();
