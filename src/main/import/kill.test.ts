import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archiveContent } from './archive-content.ts';
import { importWhole, killedImport, problemsOf } from './kill-trial.ts';
import { writeInputs } from './sample-inputs.ts';

const importer = join(import.meta.dirname, '..', 'importer.ts');
const KILLS = 20;

test(`an import killed at ${KILLS} random points loses nothing and doubles nothing`, { timeout: 240_000 }, async () => {
  const root = await mkdtemp(join(tmpdir(), 'polylogue-kill-'));
  try {
    const inputs = await writeInputs(join(root, 'inputs'), 120);
    const whole = join(root, 'whole');
    const took = await importWhole(importer, whole, inputs);
    const expected = archiveContent(whole);
    let kills = 0;
    for (let trial = 0; kills < KILLS; trial++) {
      const dir = join(root, `trial-${trial}`);
      // Several kills in one archive, each further on than a start of the process takes.
      for (let strike = 0; strike < 4 && kills < KILLS; strike++, kills++) {
        const after = took * (0.15 + 0.85 * Math.random());
        const { problems } = await killedImport(importer, dir, inputs, after);
        expect(problems, `killed after ${after} ms`).toEqual([]);
      }
      await importWhole(importer, dir, inputs);
      expect(problemsOf(dir)).toEqual([]);
      expect(archiveContent(dir)).toEqual(expected);
      await rm(dir, { recursive: true, force: true });
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
