import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSet } from './data.ts';
import { bytesBelow, measure } from './measure.ts';
import type { Figure } from './table.ts';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'out', 'main', 'cli.js');
/** The bare loop every import is held against; it lies beside the project, not in it. */
const ceilingFile = join(root, '..', 'shared', 'ceiling.cjs');

const MB = 1e6;

/**
 * Imports a set into a fresh archive: until it can be browsed, until it is searchable, and again unchanged; beside the bare ceiling.
 * @returns figures, and the archive that is left for further sections.
 */
export async function benchImport(
  set: DataSet,
  dir: string,
): Promise<{ readonly figures: readonly Figure[]; readonly archive: string; readonly bare: string | null }> {
  const archive = mkdtempSync(join(dir, `archive-${set.name}-`));
  const stored = mkdtempSync(join(dir, `stored-${set.name}-`));
  const ceiling = bareImport(set, dir);
  const toBrowse = await measure(process.execPath, [cli, '--archive', stored, 'import', '--json', '--no-wait', set.input]);
  rmSync(stored, { recursive: true, force: true });
  const toSearch = await measure(process.execPath, [cli, '--archive', archive, 'import', '--json', set.input]);
  const again = await measure(process.execPath, [cli, '--archive', archive, 'import', '--json', set.input]);
  const rate = (seconds: number) => set.bytes / MB / seconds;
  const withCeiling = ceiling === null ? {} : { ceiling: rate(ceiling) };
  const figures: Figure[] = [
    {
      what: `${set.name}: import until one can browse`,
      value: rate(toBrowse.seconds),
      unit: 'MB/s',
      goal: '>= 60',
      ...withCeiling,
    },
    { what: `${set.name}: import until searchable`, value: rate(toSearch.seconds), unit: 'MB/s', goal: '', ...withCeiling },
    { what: `${set.name}: unchanged input again`, value: again.seconds, unit: 's', goal: set.bytes <= 160 * MB ? '<= 1' : '' },
    { what: `${set.name}: archive / unpacked input`, value: bytesBelow(archive) / set.bytes, unit: '×', goal: '<= 1.2' },
  ];
  if (ceiling !== null)
    figures.splice(2, 0, {
      what: `${set.name}: searchable, share of the ceiling`,
      value: ceiling / toSearch.seconds,
      unit: '×',
      goal: '>= 0.7',
    });
  for (const [what, run] of [
    ['largest process while storing', toBrowse],
    ['largest process until searchable', toSearch],
  ] as const) {
    if (run.residentBytes !== null)
      figures.push({ what: `${set.name}: ${what}`, value: run.residentBytes / MB, unit: 'MB', goal: '<= 400' });
  }
  return { figures, archive, bare: ceiling === null ? null : join(dir, `ceiling-${set.name}.db`) };
}

/** Seconds the bare loop takes, or null where it is not at hand. */
function bareImport(set: DataSet, dir: string): number | null {
  if (!existsSync(ceilingFile)) {
    console.error('no bare ceiling beside the project: ratios are left out');
    return null;
  }
  const file = join(dir, `ceiling-${set.name}.db`);
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  const { stdout } = spawnSync(process.execPath, [ceilingFile, root, set.unpacked, file], { encoding: 'utf8' });
  return Number(stdout.trim());
}
