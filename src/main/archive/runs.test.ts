import { expect, test } from 'vitest';
import { openImportWriter } from './import-writer.ts';
import { openArchive } from './open.ts';
import { readReceipt, readRuns } from './runs.ts';
import { sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('of a receipt that cannot be read whole, the rest is shown', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const runId = writer.begin();
  const counts = { read: 2, added: 2, updated: 0, unchanged: 0, hidden: 0, ignored: 0, quarantined: 0 };
  const tally = { conversations: counts, messages: counts, attachments: counts };
  const line = { ...tally, path: '/in/a.zip', bytes: 1, sha256: null, skipped: null, ignoredEntries: [], reason: null };
  const inputs = [{ ...line, provider: 'of-tomorrow', issues: 'many', issueCount: 1, drift: [] }, { path: 'nothing else' }];
  writer.db.run(sql`update run set receipt = ${JSON.stringify({ inputs, totals: 'lost' })} where id = ${runId}`);
  writer.close();
  const archive = openArchive(dir, 'read');
  expect(readReceipt(archive, runId)).toMatchObject({
    inputs: [{ path: '/in/a.zip', provider: null, conversations: counts, issues: [] }],
    totals: tally,
  });
  const again = openImportWriter(dir);
  again.db.run(sql`update run set receipt = 'no JSON' where id = ${runId}`);
  again.close();
  expect(readRuns(archive, 1)).toMatchObject([{ runId, inputs: [] }]);
  archive.close();
});

test('an import whose process is gone is interrupted, before the next one marks it so', () => {
  const dir = temporaryFolder();
  const importing = openImportWriter(dir);
  const first = importing.begin();
  const archive = openArchive(dir, 'read');
  const said = (): unknown =>
    readRuns(archive, 10).map(({ runId, status }) => [runId, status, readReceipt(archive, runId).status]);
  try {
    expect(said()).toEqual([[first, 'running', 'running']]);
    // Closed without `finish`, as a kill leaves it.
    importing.close();
    expect(said()).toEqual([[first, 'interrupted', 'interrupted']]);
    const next = openImportWriter(dir);
    const second = next.begin();
    expect(said()).toEqual([
      [second, 'running', 'running'],
      [first, 'interrupted', 'interrupted'],
    ]);
    next.close();
  } finally {
    archive.close();
  }
});
