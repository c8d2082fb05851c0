import { hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blobPath, listBlobs } from '../../archive/blobs.ts';
import { openArchive } from '../../archive/open.ts';
import { readIssueText, readRecords } from '../../archive/outcomes.ts';
import { limits } from '../inputs/bundle.ts';
import { runImport } from '../import.ts';
import { problemsOf } from '../kill-trial.ts';
import { chatgptConversation } from '../sample-inputs.ts';
import { undoImport } from '../undo.ts';

const parser = join(import.meta.dirname, '..', '..', 'parser.ts');
const quiet = { signal: new AbortController().signal, onProgress: () => undefined, parser };

test('an element that is too large is kept whole beside the archive, can be read, and goes with its import', async () => {
  const root = await mkdtemp(join(tmpdir(), 'polylogue-oversized-'));
  const dir = join(root, 'archive');
  try {
    const element = `{"id":"too large","title":"${'ä'.repeat(limits.element / 2)}","mapping":{}}`;
    const file = join(root, 'conversations.json');
    await writeFile(
      file,
      `[${JSON.stringify(chatgptConversation(1, 1))},${element},${JSON.stringify(chatgptConversation(2, 1))}]`,
    );
    const dry = await runImport({ ...quiet, dir, inputs: [file], provider: null, dryRun: true });
    const receipt = await runImport({ ...quiet, dir, inputs: [file], provider: null, dryRun: false });
    expect(receipt.totals).toEqual(dry.totals);
    expect(receipt.totals.conversations).toMatchObject({ read: 3, added: 2, quarantined: 1 });
    expect(receipt.inputs[0]?.issues).toMatchObject([
      { code: 'too-large', message: expect.stringContaining('all its bytes are kept') },
    ]);
    const hex = hash('sha256', element, 'hex');
    expect(await readFile(blobPath(dir, hex), 'utf8')).toBe(element);
    const archive = openArchive(dir, 'read');
    const { records } = readRecords(archive, {
      runId: receipt.runId,
      figure: 'quarantined',
      unit: 'conversation',
      after: 0,
      limit: 9,
    });
    const issue = records[0]?.issue ?? 0;
    const first = readIssueText(archive, issue, 0);
    expect(first.total).toBe(Buffer.byteLength(element));
    const next = readIssueText(archive, issue, Buffer.byteLength(first.text));
    expect(first.text + next.text).toBe(element.slice(0, first.text.length + next.text.length));
    expect(readIssueText(archive, issue, first.total - 14).text).toBe('"mapping":{}}'.padStart(14, ','));
    archive.close();
    expect(problemsOf(dir)).toEqual([]);
    // Gone from the disk, it is named, and comes back with its file.
    rmSync(blobPath(dir, hex));
    expect(problemsOf(dir)).toEqual([expect.stringMatching(/is missing\. Importing .*conversations\.json again/)]);
    const back = await runImport({ ...quiet, dir, inputs: [file], provider: null, dryRun: false });
    expect(back.totals.conversations).toMatchObject({ read: 3, unchanged: 2, quarantined: 1 });
    expect(problemsOf(dir)).toEqual([]);
    await undoImport({ ...quiet, dir, runId: back.runId });
    await undoImport({ ...quiet, dir, runId: receipt.runId });
    expect(listBlobs(dir)).toEqual({ hashes: new Set(), strays: [] });
    expect(problemsOf(dir)).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}, 60_000);
