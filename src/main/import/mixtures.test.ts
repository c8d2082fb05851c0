import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addTally, addsUp, noTally, type Receipt } from '../../shared/receipt.ts';
import { receiptFigures } from '../../shared/requests.ts';
import { openArchive } from '../archive/open.ts';
import { readRecords } from '../archive/outcomes.ts';
import { sharedFolder } from '../archive/temporary-folder.ts';
import { toldOf } from '../providers/fixtures/told.ts';
import { writers } from '../providers/writers.ts';
import { runImport } from './import.ts';
import { problemsOf } from './kill-trial.ts';
import { writeZip } from './sample-inputs.ts';

// Whatever a person gives: every figure is a sum, and leads to what it counts.

const parser = join(import.meta.dirname, '..', 'parser.ts');
const root = sharedFolder();
let made = 0;

type Content = string | Uint8Array;

/** One thing among what is given. */
interface Given {
  readonly what: 'good' | 'broken' | 'cut' | 'empty' | 'foreign';
  readonly writer: number;
  readonly seed: number;
  /** Zips around it. */
  readonly zips: number;
}

const given: fc.Arbitrary<Given> = fc.record({
  what: fc.constantFrom(
    'good' as const,
    'good' as const,
    'broken' as const,
    'cut' as const,
    'empty' as const,
    'foreign' as const,
  ),
  writer: fc.nat(writers.length - 1),
  seed: fc.nat(2),
  zips: fc.nat(2),
});

function filesOf({ what, writer: place, seed }: Given): Readonly<Record<string, Content>> {
  const writer = writers[place % writers.length];
  if (writer === undefined || what === 'foreign')
    return { 'notes.txt': `Nothing of the kind, ${seed}.`, 'data.bin': new Uint8Array([0, 255, seed]) };
  const told = [toldOf(seed + 1, 3), toldOf(seed + 2, 2), toldOf(seed + 2, 4)];
  if (what === 'broken') return writer.broken(told).files;
  const files = Object.entries(writer.write(told));
  if (what === 'good') return Object.fromEntries(files);
  return Object.fromEntries(
    files.map(([name, content]) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      return [name, what === 'empty' ? '' : bytes.subarray(0, Math.floor(bytes.length / 2))];
    }),
  );
}

async function put(folder: string, one: Given): Promise<void> {
  let files = filesOf(one);
  for (let n = 0; n < one.zips; n++) {
    const zip = join(root, `${made++}.zip`);
    await writeZip(zip, files);
    files = { [`inner-${n}.zip`]: readFileSync(zip) };
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

function expectTrue(dir: string, receipt: Receipt): void {
  for (const input of receipt.inputs) {
    expect(addsUp(input), JSON.stringify(input)).toBe(true);
    // What yields nothing says why.
    if (input.provider === null) expect(input.reason).toMatch(/\.$/);
    expect(input.issueCount).toBeGreaterThanOrEqual(input.issues.length);
  }
  expect(receipt.inputs.reduce(addTally, noTally)).toEqual(receipt.totals);
  const archive = openArchive(dir, 'read');
  try {
    for (const figure of receiptFigures) {
      receipt.inputs.forEach((line, input) => {
        const asked = { runId: receipt.runId, figure, unit: 'conversation', input, after: 0, limit: 1000 } as const;
        expect([line.path, line.provider, figure, readRecords(archive, asked).records.length]).toEqual([
          line.path,
          line.provider,
          figure,
          line.conversations[figure],
        ]);
      });
    }
  } finally {
    archive.close();
  }
}

test('the figures of any mixture of any formats add up, file by file and in total, and again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(given, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      async (inputs) => {
        const dir = join(root, `${made++}-archive`);
        const paths: string[] = [];
        for (const [at, things] of inputs.entries()) {
          const folder = join(root, `${made++}-input-${at}`);
          mkdirSync(folder);
          for (const [place, thing] of things.entries()) await put(join(folder, String(place)), thing);
          paths.push(folder);
        }
        const options = {
          dir,
          provider: null,
          dryRun: false,
          signal: new AbortController().signal,
          onProgress: () => undefined,
          parser,
          threads: 2,
        };
        const first = await runImport({ ...options, inputs: paths });
        expectTrue(dir, first);
        const again = await runImport({ ...options, inputs: paths });
        expectTrue(dir, again);
        expect(again.totals.conversations).toMatchObject({ read: first.totals.conversations.read, added: 0, updated: 0 });
        expect(problemsOf(dir)).toEqual([]);
      },
    ),
    { numRuns: Math.max(6, Math.floor(Number(process.env['FUZZ_RUNS'] ?? 0) / 20)) },
  );
}, 300_000);
