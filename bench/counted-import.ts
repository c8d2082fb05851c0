import { join } from 'node:path';
import { runImport } from '../src/main/import/import.ts';

// node bench/counted-import.ts ARCHIVE INPUT…: imports, and prints what was parsed and hashed for it.

const [dir = '', ...inputs] = process.argv.slice(2);
const work = { hashed: 0, parsed: 0 };
const { totals } = await runImport({
  dir,
  inputs,
  provider: null,
  dryRun: false,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  parser: join(import.meta.dirname, '..', 'src', 'main', 'parser.ts'),
  work,
});
console.log(JSON.stringify({ work, totals }));
