import { requireNode } from './node-version.ts';

requireNode();
const { runFinder } = await import('./discover/run-finder.ts');
runFinder();
