import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archiveContent } from './archive-content.ts';
import { runImport } from './import.ts';
import { problemsOf } from './kill-trial.ts';

const samples = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'samples');
const parser = join(import.meta.dirname, '..', 'parser.ts');

async function importAll(dir: string, inputs: readonly string[]): Promise<void> {
  await runImport({
    dir,
    inputs,
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    threads: 2,
  });
}

test.skipIf(!existsSync(samples))(
  'the samples give the same archive in three random orders, at once and one by one (skipped without ../shared/samples)',
  { timeout: 300_000 },
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'polylogue-samples-'));
    try {
      const inputs = readdirSync(samples, { withFileTypes: true })
        .filter((folder) => folder.isDirectory())
        .flatMap(({ name: provider }) => readdirSync(join(samples, provider)).map((name) => join(samples, provider, name)));
      await importAll(join(root, 'whole'), inputs);
      const expected = archiveContent(join(root, 'whole'));
      expect(expected['conversations']?.length).toBeGreaterThan(100);
      for (const order of [1, 2, 3]) {
        const dir = join(root, `order-${order}`);
        const shuffled = inputs.map((input) => ({ input, at: Math.random() })).toSorted((a, b) => a.at - b.at);
        for (const { input } of shuffled) await importAll(dir, [input]);
        const content = archiveContent(dir);
        const named = shuffled.map(({ input }) => input).join('\n');
        for (const [name, rows] of Object.entries(expected)) expect(content[name], `${name} after\n${named}`).toEqual(rows);
        expect(problemsOf(dir)).toEqual([]);
      }
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
);
