import { requireNode } from './node-version.ts';
import { runThreadBehind } from './priority.ts';

requireNode();
runThreadBehind();
const { runIndexer } = await import('./threads/run-indexer.ts');
runIndexer(import.meta.filename);
