import { extname } from 'node:path';
import { requireNode } from './node-version.ts';

requireNode();
const { runCli } = await import('./cli/run-cli.ts');
const { placesAt } = await import('./places.ts');
process.exitCode = await runCli(process.argv.slice(2), placesAt(import.meta.dirname, extname(import.meta.filename)), process);
