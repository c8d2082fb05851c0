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

const folders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : []));

async function importAll(dir: string, inputs: readonly string[]): Promise<void> {
  await runImport({
    dir,
    inputs,
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    threads: inputs.length > 1 ? 2 : 1,
  });
}

test.skipIf(!existsSync(samples))(
  'the samples of all formats give the same archive in random orders, at once and one by one (skipped without ../shared/samples)',
  { timeout: 300_000 },
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'polylogue-samples-'));
    try {
      const inputs = folders(samples).flatMap(folders);
      await importAll(join(root, 'whole'), inputs);
      const expected = archiveContent(join(root, 'whole'));
      expect(new Set(expected['conversations']?.map((row) => row.split(',')[0])).size).toBeGreaterThan(15);
      for (const [name, together] of [
        ['at-once', true],
        ['one-by-one', false],
      ] as const) {
        const dir = join(root, name);
        const shuffled = inputs.map((input) => ({ input, at: Math.random() })).toSorted((a, b) => a.at - b.at);
        const order = shuffled.map(({ input }) => input);
        for (const part of together ? [order] : order.map((input) => [input])) await importAll(dir, part);
        const content = archiveContent(dir);
        for (const [kind, rows] of Object.entries(expected))
          expect(content[kind], `${kind}, ${name}, of\n${order.join('\n')}`).toEqual(rows);
        expect(problemsOf(dir)).toEqual([]);
      }
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
);
