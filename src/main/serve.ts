import { extname } from 'node:path';
import { requireNode } from './node-version.ts';

requireNode();
const { runServe } = await import('./hosts/node/run-serve.ts');
const { placesAt } = await import('./places.ts');
try {
  process.exitCode = await runServe(process.argv.slice(2), placesAt(import.meta.dirname, extname(import.meta.filename)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
