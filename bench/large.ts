import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ArchiveClient } from '../src/shared/contract.ts';
import { agentSet } from './data.ts';
import { grownBy, growLog, largeSet } from './large-data.ts';
import { bytesBelow, measure, median, type Measured } from './measure.ts';
import type { Figure } from './table.ts';
import { answerFigures, openWindow } from './window.ts';

const cli = join(import.meta.dirname, '..', 'out', 'main', 'cli.js');
const counted = join(import.meta.dirname, 'counted-import.ts');
const MB = 1e6;

/** Sizes in megabytes. */
export interface LargeSizes {
  /** Of the one line. */
  readonly json: number;
  /** Of the zip. */
  readonly packed: number;
  readonly logs: number;
}

/**
 * Inputs as large as they come: a zip with attachments, one line of JSON, the zip again unchanged and grown, and logs. The window is
 * asked meanwhile.
 */
export async function benchLarge(dir: string, work: string, sizes: LargeSizes): Promise<readonly Figure[]> {
  return [...(await benchZip(dir, work, sizes)), ...(await benchLine(dir, work, sizes)), ...(await benchLogs(work, sizes))];
}

async function benchZip(dir: string, work: string, { json, packed }: LargeSizes): Promise<readonly Figure[]> {
  const set = await largeSet(dir, json, packed);
  const archive = mkdtempSync(join(work, 'large-zip-'));
  const window = await openWindow(archive);
  const name = `zip of ${packed} MB`;
  const figures: Figure[] = [];
  const took = await importOf(archive, set.zip);
  figures.push(...importFigures(name, took, set.unpackedBytes), ...answerFigures(name, window.answers));
  window.forget();
  figures.push({ what: `${name}: indexed after`, value: await indexed(window.archive), unit: 's', goal: '' });
  figures.push(...answerFigures(`${name}, indexing`, window.answers));
  window.forget();
  const same = await importOf(archive, set.zip);
  figures.push({ what: `${name}, again`, value: same.seconds, unit: 's', goal: '<= 1' });
  const more = await measure(process.execPath, [counted, archive, set.grown]);
  figures.push(
    { what: `${name}, ${grownBy} conversations more`, value: more.seconds, unit: 's', goal: '' },
    { what: `… of ${set.conversations + grownBy} parsed`, value: parsedIn(more), unit: '', goal: `<= ${grownBy}` },
    ...answerFigures(`${name}, grown`, window.answers),
  );
  await indexed(window.archive);
  figures.push({
    what: `${name}: largest process that serves`,
    value: window.resident.largest() / MB,
    unit: 'MB',
    goal: '<= 400',
  });
  await window.close();
  await tidied(archive, set.zip);
  figures.push({
    what: `${name}: archive / unpacked input`,
    value: bytesBelow(archive) / set.unpackedBytes,
    unit: '×',
    goal: '<= 1.2',
  });
  rmSync(archive, { recursive: true, force: true });
  return figures;
}

async function benchLine(dir: string, work: string, { json, packed }: LargeSizes): Promise<readonly Figure[]> {
  const set = await largeSet(dir, json, packed);
  const archive = mkdtempSync(join(work, 'large-line-'));
  const window = await openWindow(archive);
  const name = `one line of ${json} MB`;
  const took = await importOf(archive, set.bare);
  const figures = [...importFigures(name, took, set.bareBytes), ...answerFigures(name, window.answers)];
  window.forget();
  figures.push({ what: `${name}: indexed after`, value: await indexed(window.archive), unit: 's', goal: '' });
  figures.push(...answerFigures(`${name}, indexing`, window.answers));
  figures.push({
    what: `${name}: largest process that serves`,
    value: window.resident.largest() / MB,
    unit: 'MB',
    goal: '<= 400',
  });
  await window.close();
  await tidied(archive, set.bare);
  figures.push({ what: `${name}: archive / input`, value: bytesBelow(archive) / set.bareBytes, unit: '×', goal: '<= 1.2' });
  rmSync(archive, { recursive: true, force: true });
  return figures;
}

async function benchLogs(work: string, { logs }: LargeSizes): Promise<readonly Figure[]> {
  // A session has 1,000 records of 1,240 bytes. They are made anew: one of them is to grow.
  const set = await agentSet(mkdtempSync(join(work, 'large-logs-')), Math.max(1, Math.round(logs / 1.24)));
  const archive = mkdtempSync(join(work, 'large-agent-'));
  const name = `logs of ${Math.round(set.bytes / MB)} MB`;
  const took = await importOf(archive, set.input);
  const figures = [...importFigures(name, took, set.bytes)];
  const again = await repeated(async () => importOf(archive, set.input));
  figures.push({ what: `${name}, again`, value: again, unit: 's', goal: '<= 1' });
  const grown = await repeated(async () => {
    growLog(firstLog(set.input), 10);
    return importOf(archive, set.input);
  });
  figures.push({ what: `${name}, of which one grew`, value: grown, unit: 's', goal: '<= 1' });
  growLog(firstLog(set.input), 10);
  const parsed = await measure(process.execPath, [counted, archive, set.input]);
  figures.push({ what: '… records parsed', value: parsedIn(parsed), unit: '', goal: '<= 1' });
  figures.push({ what: `${name}: archive / input`, value: bytesBelow(archive) / set.bytes, unit: '×', goal: '<= 1.2' });
  rmSync(archive, { recursive: true, force: true });
  return figures;
}

/** Until it can be browsed. */
async function importOf(archive: string, input: string): Promise<Measured> {
  return measure(process.execPath, [cli, '--archive', archive, 'import', '--json', '--no-wait', input]);
}

/** The index is put in order after everything can be found; an import of what is known waits for that. */
async function tidied(archive: string, input: string): Promise<void> {
  await measure(process.execPath, [cli, '--archive', archive, 'import', '--json', input]);
}

function importFigures(name: string, took: Measured, bytes: number): readonly Figure[] {
  return [
    { what: `${name}: import until one can browse`, value: bytes / MB / took.seconds, unit: 'MB/s', goal: '>= 60' },
    { what: `${name}: … in`, value: took.seconds, unit: 's', goal: '' },
    ...(took.residentBytes === null
      ? []
      : [{ what: `${name}: largest process`, value: took.residentBytes / MB, unit: 'MB', goal: '<= 400' }]),
  ];
}

async function repeated(run: () => Promise<Measured>): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < 3; round++) seconds.push((await run()).seconds);
  return median(seconds);
}

/** Resolves when everything can be searched, with the seconds it took. */
async function indexed(archive: Pick<ArchiveClient, 'status'>): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { index } = await archive.status({});
    if (index.done >= index.of) return (performance.now() - began) / 1000;
    await setTimeout(500);
  }
}

function parsedIn(run: Measured): number {
  const said: unknown = JSON.parse(run.stdout);
  const work = typeof said === 'object' && said !== null && 'work' in said ? said.work : null;
  return typeof work === 'object' && work !== null && 'parsed' in work ? Number(work.parsed) : Number.NaN;
}

function firstLog(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths[0] ?? folder;
}
