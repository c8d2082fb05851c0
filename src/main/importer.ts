import { extname, join } from 'node:path';
import { requireNode } from './node-version.ts';

requireNode();
const { runImporter } = await import('./import/run-importer.ts');
runImporter(join(import.meta.dirname, `parser${extname(import.meta.filename)}`));
