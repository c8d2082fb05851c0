import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { addsUp, type Receipt } from '../../shared/receipt.ts';
import { receiptFigures } from '../../shared/requests.ts';
import { checkArchive } from '../archive/check/doctor.ts';
import { openArchive } from '../archive/open.ts';
import { readRecords } from '../archive/outcomes.ts';
import { readReceipt } from '../archive/runs.ts';
import { sql } from '../archive/sql.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { runImport, type ImportOptions } from './import.ts';
import { problemsOf } from './kill-trial.ts';
import { chatgptConversation } from './sample-inputs.ts';
import { undoImport } from './undo.ts';

async function run(dir: string, input: string, more: Partial<ImportOptions> = {}): Promise<Receipt> {
  const receipt = await runImport({
    dir,
    inputs: [input],
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser: join(import.meta.dirname, '..', 'parser.ts'),
    threads: 1,
    ...more,
  });
  for (const line of receipt.inputs) expect(addsUp(line), JSON.stringify(line)).toBe(true);
  return receipt;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

test('an export that was read after a repair, and not resolved, lists what it counts', async () => {
  const dir = temporaryFolder();
  const folder = temporaryFolder();
  const list = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, n) => chatgptConversation(n, 0)));
  write(folder, { 'first/conversations.json': list(5), 'later/conversations.json': list(6) });
  await run(dir, join(folder, 'first'));
  const { db, close } = openArchive(dir, 'keep');
  db.run(sql`update conversation set words = words + 1 where id % 2 = 1`);
  close();
  checkArchive(dir, { repair: true });
  const ended = new AbortController();
  const cut = await run(dir, join(folder, 'later'), {
    signal: ended.signal,
    onProgress: ({ label }) => (label.startsWith('forks') ? ended.abort() : undefined),
  });
  expect(cut.status).toBe('cancelled');
  const receipt = await run(dir, join(folder, 'later'));
  expect(receipt.totals.conversations).toMatchObject({ read: 6, quarantined: 0 });
  expectListed(dir, receipt);
  expect(problemsOf(dir)).toEqual([]);
  const again = await run(dir, join(folder, 'later'));
  expect(again.totals.conversations).toMatchObject({ read: 6, unchanged: 6 });
  expectListed(dir, again);
});

test('what a run repeats is listed also after the one that read it was taken back', async () => {
  const dir = temporaryFolder();
  const folder = temporaryFolder();
  const good = JSON.stringify([chatgptConversation(1, 0), chatgptConversation(2, 0)]);
  write(folder, { 'conversations.json': `${good.slice(0, -1)},{"id":"broken","mapping":nonsense}]` });
  await run(dir, folder);
  const { runId } = await run(dir, folder);
  await undoImport({
    dir,
    runId: runId - 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser: join(import.meta.dirname, '..', 'parser.ts'),
  });
  const archive = openArchive(dir, 'read');
  const receipt = readReceipt(archive, runId);
  archive.close();
  expect(receipt.totals.conversations).toMatchObject({ unchanged: 2, quarantined: 1 });
  expectListed(dir, receipt);
});

/** Every figure of the receipt leads to as many conversations as it says. */
function expectListed(dir: string, receipt: Receipt): void {
  const archive = openArchive(dir, 'read');
  try {
    receipt.inputs.forEach((line, input) => {
      for (const figure of receiptFigures) {
        const asked = { runId: receipt.runId, figure, unit: 'conversation', input, after: 0, limit: 100 } as const;
        expect([figure, readRecords(archive, asked).records.length]).toEqual([figure, line.conversations[figure]]);
      }
    });
  } finally {
    archive.close();
  }
}
