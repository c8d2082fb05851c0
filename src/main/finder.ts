import { requireNode } from './node-version.ts';
import { runThreadBehind } from './priority.ts';

requireNode();
runThreadBehind();
const { runFinder } = await import('./discover/run-finder.ts');
runFinder();
