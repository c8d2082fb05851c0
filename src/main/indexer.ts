import { requireNode } from './node-version.ts';

requireNode();
const { runIndexer } = await import('./threads/run-indexer.ts');
runIndexer(import.meta.filename);
