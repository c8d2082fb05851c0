import { expect, test } from 'vitest';
import { openImportWriter } from './import-writer.ts';
import { openArchive } from './open.ts';
import { readReceipt, readRuns } from './runs.ts';
import { temporaryFolder } from './temporary-folder.ts';

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
