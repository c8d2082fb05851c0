import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../../shared/json.ts';
import type { CheckResult } from '../check/doctor.ts';
import { takeKeeper } from '../keeper.ts';
import { migrations } from '../migrations.ts';
import { archiveFile, migrate, removeIndex } from '../open.ts';
import { Db } from '../sql.ts';

/**
 * Looks whether index.db can be read at all: damaged, it would keep everything else from being looked at. A repair removes it, and it is
 * made anew from the archive when the app is next open; not while another process has it open.
 */
export function checkIndexFile(dir: string, repair: boolean): CheckResult {
  const name = 'search index file';
  const file = archiveFile(dir, 'index');
  const damage = damageOf(file);
  if (damage === null) return { name, ok: true, problems: [], problemCount: 0, notes: [], repaired: false };
  const keeper = repair ? takeKeeper(dir) : null;
  if (keeper !== null) {
    removeIndex(dir);
    keeper.release();
    return { name, ok: true, problems: [], problemCount: 0, notes: [], repaired: true };
  }
  const open = repair ? ' It cannot be put right while another process has the archive open.' : '';
  return { name, ok: false, problems: [`index.db is damaged (${damage}).${open}`], problemCount: 1, notes: [], repaired: false };
}

/** In SQLite's words; null when nothing is wrong, or the file is not there. */
function damageOf(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    const db = new Db(file, { readonly: true });
    try {
      const [row] = db.pragmaRows('integrity_check(1)');
      const answer = isObject(row) ? String(Object.values(row)[0]) : 'ok';
      return answer === 'ok' ? null : answer.trim();
    } finally {
      db.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** An index without anything in it, to look at the rest of an archive with. */
export function emptyIndex(): { readonly file: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'polylogue-index-'));
  const file = join(folder, 'index.db');
  migrate(file, migrations.index);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
