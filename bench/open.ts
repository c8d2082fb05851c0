import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { openArchive } from '../src/main/archive/open.ts';
import { sql } from '../src/main/archive/sql.ts';
import { readDetail } from '../src/main/archive/conversations.ts';
import { readMessages, readOutline } from '../src/main/archive/messages.ts';
import { longSet } from './data.ts';
import { median } from './measure.ts';
import type { Figure } from './table.ts';

const cli = join(import.meta.dirname, '..', 'out', 'main', 'cli.js');

/** Opening one conversation of so many messages, as a reader thread does: detail, outline, the first 50 messages. Median of 7. */
export async function benchOpen(dir: string, messages: number): Promise<readonly Figure[]> {
  const input = await longSet(dir, messages);
  const archiveDir = mkdtempSync(join(dir, 'archive-long-'));
  spawnSync(process.execPath, [cli, '--archive', archiveDir, 'import', '--no-wait', '--json', input], { stdio: 'ignore' });
  const times: number[] = [];
  const windows: number[] = [];
  for (let i = 0; i < 7; i++) {
    const { db, close } = openArchive(archiveDir, 'read');
    const began = performance.now();
    const key = db.get<{ id: number }>(sql`select id from conversation`)?.id ?? 0;
    readDetail(db, key);
    readOutline(db, key);
    const window = performance.now();
    readMessages(
      db,
      key,
      Array.from({ length: 50 }, (_, index) => index),
    );
    windows.push(performance.now() - window);
    times.push(performance.now() - began);
    close();
  }
  rmSync(archiveDir, { recursive: true, force: true });
  const label = messages.toLocaleString('en-US');
  return [
    {
      what: `open ${label} messages: outline and first window`,
      value: median(times),
      unit: 'ms',
      goal: messages <= 10_000 ? '<= 150' : '',
    },
    { what: `open ${label} messages: a window of 50`, value: median(windows), unit: 'ms', goal: '' },
  ];
}
