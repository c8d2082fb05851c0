import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { archiveContent } from '../src/main/import/archive-content.ts';
import { importWhole, killedImport, problemsOf } from '../src/main/import/kill-trial.ts';
import { writeInputs } from '../src/main/import/sample-inputs.ts';

// npm run torture [KILLS] [CONVERSATIONS]: kills imports at random points; each time the doctor must find the archive whole, and the next
// import must end with the same archive as one that was never killed.

const kills = Number(process.argv[2] ?? 200);
const size = Number(process.argv[3] ?? 400);
const importer = join(import.meta.dirname, '..', 'src', 'main', 'importer.ts');
const root = await mkdtemp(join(tmpdir(), 'polylogue-torture-'));
let failures = 0;
let killed = 0;
let ended = 0;
try {
  const inputs = await writeInputs(join(root, 'inputs'), size);
  let took = await importWhole(importer, join(root, 'whole'), inputs);
  const expected = archiveContent(join(root, 'whole'));
  console.log(`an import that is left alone takes ${Math.round(took)} ms: ${expected['conversations']?.length} conversations`);
  for (let trial = 1; killed < kills; trial++) {
    const dir = join(root, `trial-${trial}`);
    const strikes = Math.min(1 + Math.floor(Math.random() * 6), kills - killed);
    for (let strike = 0; strike < strikes; strike++) {
      const after = took * (0.05 + 0.95 * Math.random());
      const { alive, problems } = await killedImport(importer, dir, inputs, after);
      if (alive) killed++;
      else {
        // The machine was busier when it was measured.
        ended++;
        took *= 0.9;
      }
      failures += problems.length;
      for (const problem of problems) console.error(`trial ${trial}, killed after ${Math.round(after)} ms: ${problem}`);
    }
    await importWhole(importer, dir, inputs);
    const problems = problemsOf(dir);
    const content = archiveContent(dir);
    for (const [name, rows] of Object.entries(expected)) {
      if (!isDeepStrictEqual(content[name], rows)) problems.push(`${name} differ from those of an import that was not killed`);
    }
    failures += problems.length;
    for (const problem of problems) console.error(`trial ${trial}, completed: ${problem}`);
    await rm(dir, { recursive: true, force: true });
    if (trial % 10 === 0) console.log(`${trial} archives, ${killed} kills, ${failures} failures`);
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
console.log(`${killed} kills of a running import (${ended} came after its end), ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
