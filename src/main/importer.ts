import { extname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { requireNode } from './node-version.ts';
import { runBehind } from './priority.ts';

requireNode();
runBehind();
// Buffers pass through this process faster than a large young generation would let go of them: 460 MB resident instead of 320.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--min-semi-space-size=4');
// The cores have other work: several threads on one small young generation take more time together than one alone.
setFlagsFromString('--no-parallel-scavenge');
const { runImporter } = await import('./import/run-importer.ts');
runImporter(join(import.meta.dirname, `parser${extname(import.meta.filename)}`));
