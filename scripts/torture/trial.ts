import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { restore } from '../../src/main/archive/backup.ts';
import { openArchive } from '../../src/main/archive/open.ts';
import { sql } from '../../src/main/archive/sql.ts';
import { sweepArchive } from '../../src/main/own-folder.ts';
import { archiveContent } from '../../src/main/import/archive-content.ts';
import type { Action } from './action.ts';
import type { Kind, Stock } from './kinds.ts';
import { actKilled, actWhole, type Fault, type Measured, type Work } from './process.ts';
import { archivesIn, contentOf, faultsOf, heldIn, lastRead, statusOf, wrongReceipts, type Content, type Held } from './states.ts';

/** A kind of action, with what comes of it when nothing ends it. */
export interface Prepared {
  readonly kind: Kind;
  /** Every trial begins with a copy of it. */
  readonly template: string;
  readonly actions: readonly Action[];
  readonly measured: Measured;
  readonly expected: Content;
  readonly read: readonly string[];
}

export interface TrialResult {
  readonly kills: number;
  readonly problems: readonly string[];
}

/** Does the action once, and keeps what comes of it. */
export async function prepareKind(kind: Kind, stock: Stock, root: string): Promise<Prepared> {
  const template = join(root, `${kind.name}, before`);
  if (kind.from === null) mkdirSync(template, { recursive: true });
  else cpSync(join(stock.root, kind.from), template, { recursive: true });
  await kind.prepare?.(template, stock);
  const whole = join(root, `${kind.name}, whole`);
  cpSync(template, whole, { recursive: true });
  const actions = kind.actions(stock, template);
  const measured = await actWhole(workOf(whole, actions));
  await nextStart(whole);
  const expected = contentOf(whole, kind.indexes === true);
  const problems = wrongAtTheEnd(whole);
  if (problems.length > 0) throw new Error(`${kind.name}, left alone: ${problems.join('; ')}`);
  const [dir = ''] = archivesIn(whole);
  const read = lastRead(dir);
  rmSync(whole, { recursive: true });
  return { kind, template, actions, measured, expected, read };
}

function workOf(folder: string, actions: readonly Action[]): Work {
  return { folder, actions, preloads: ['small-limits'] };
}

export interface Strikes {
  readonly strikes: number;
  readonly random: () => number;
  /** Also at times, which differ with the machine; else only at moments. */
  readonly timed: boolean;
}

/** Kills the action several times, looks after each, then lets it come to its end and compares. */
export async function tryKind(prepared: Prepared, folder: string, { strikes, random, timed }: Strikes): Promise<TrialResult> {
  const { kind, template, actions, measured } = prepared;
  cpSync(template, folder, { recursive: true });
  const problems: string[] = [];
  const say = (when: string, found: readonly string[]): void => {
    for (const problem of found) problems.push(`${when}: ${problem}`);
  };
  let held = holding(folder);
  const cut = new Set<number>();
  let kills = 0;
  const faults: string[] = [];
  while (kills < strikes) {
    const fault = chooseFault(measured, random, timed);
    const { killed, said } = await actKilled(workOf(folder, actions), fault);
    faults.push(`${fault.in} ${Math.round(fault.at)}${killed ? '' : ' (not reached)'}`);
    const when = `after ${faults.join(', ')}`;
    if (said !== '') say(when, [`it failed: ${said}`]);
    if (killed) kills++;
    try {
      const found = await wrongAfterKill(kind, folder, held);
      say(when, found);
      held = holding(folder);
      for (const run of held?.running ?? []) cut.add(run);
    } catch (error) {
      say(when, [`it cannot be looked at: ${String(error)}`]);
    }
    if (!killed) break;
  }
  const when = `completed after ${faults.join(', ')}`;
  try {
    await actWhole(workOf(folder, actions));
    await nextStart(folder);
    say(when, wrongAtTheEnd(folder));
    say(when, differences(prepared, folder, cut));
    if (kind.name.startsWith('import') && random() < 0.4) say(`${when}, taken back`, await takenBack(prepared, folder));
    if (existsSync(join(folder, 'backup.zip'))) say(when, await wrongBackup(folder));
  } catch (error) {
    say(when, [String(error)]);
  }
  if (problems.length === 0) rmSync(folder, { recursive: true, force: true });
  return { kills, problems };
}

/** What a program does that keeps the archive, before anything else. */
async function nextStart(folder: string): Promise<void> {
  for (const dir of archivesIn(folder)) await sweepArchive(dir);
}

/** At a moment when something is being written, mostly; else at any time. */
function chooseFault(measured: Measured, random: () => number, timed: boolean): Fault {
  const way = random();
  const how = random();
  if (timed && way < 0.2) return { in: 'time', at: measured.ms * (0.2 + 0.8 * how) };
  if (way < 0.35 && measured.thread > 0) return { in: 'thread', at: 1 + Math.floor(how * measured.thread) };
  // Actions begin with many small steps, such as the tables of a new archive.
  return { in: 'main', at: 1 + Math.floor(how ** 1.3 * measured.main) };
}

function holding(folder: string): Held | null {
  const [dir] = archivesIn(folder);
  return dir === undefined ? null : heldIn(dir);
}

async function wrongAfterKill(kind: Kind, folder: string, before: Held | null): Promise<readonly string[]> {
  const archives = archivesIn(folder);
  const [dir, ...more] = archives;
  const problems: string[] = [];
  // Between the name of the copy and the removal of the original both are there, and the same.
  for (const other of more) {
    if (kind.name !== 'move to another disk') problems.push('there are two archives');
    problems.push(...compared(archiveContent(other), archiveContent(dir ?? '')));
  }
  if (dir === undefined) {
    if (before !== null) problems.push('the archive is gone');
    return problems;
  }
  // Damaged, it may be anything until it is repaired.
  if (kind.damaged !== true) problems.push(...faultsOf(dir));
  problems.push(...wrongReceipts(dir));
  const now = heldIn(dir);
  if (before !== null && kind.removes !== true) {
    const lost = [...before.records].filter((record) => !now.records.has(record));
    if (lost.length > 0) problems.push(`${lost.length} records are lost`);
  }
  if (before !== null && !['words', 'let in'].includes(kind.name) && now.words !== before.words)
    problems.push('what the person said has changed');
  if (existsSync(join(folder, 'backup.zip')) && kind.name !== 'restore') problems.push(...(await wrongBackup(folder)));
  return problems;
}

function wrongAtTheEnd(folder: string): readonly string[] {
  const archives = archivesIn(folder);
  const [dir] = archives;
  if (dir === undefined || archives.length > 1) return [`there are ${archives.length} archives`];
  return [...faultsOf(dir), ...wrongReceipts(dir)];
}

function differences({ kind, expected, read }: Prepared, folder: string, cut: ReadonlySet<number>): readonly string[] {
  const problems = compared(contentOf(folder, kind.indexes === true), expected);
  const [dir = ''] = archivesIn(folder);
  const now = lastRead(dir);
  if (!isDeepStrictEqual(now, read)) problems.push(`the receipt says otherwise: ${firstDifference(now, read)}`);
  for (const runId of cut) {
    const status = statusOf(dir, runId);
    if (status !== 'interrupted') problems.push(`run ${runId} was killed and is ${status}`);
  }
  return problems;
}

function compared(content: Content, expected: Content): string[] {
  return Object.entries(expected).flatMap(([name, rows]) => {
    const now = content[name] ?? [];
    return isDeepStrictEqual(now, rows) ? [] : [`${name} differ: ${firstDifference(now, rows)}`];
  });
}

function firstDifference(now: readonly string[], expected: readonly string[]): string {
  const has = new Set(now);
  const should = new Set(expected);
  const more = now.filter((row) => !should.has(row));
  const less = expected.filter((row) => !has.has(row));
  return `${more.length} too many, ${less.length} missing; ${[...more.slice(0, 2), ...less.slice(0, 2)].join(' | ').slice(0, 800)}`;
}

/** What an import brought is taken back, run by run: what was there before is there again, and nothing else. */
async function takenBack({ template, kind }: Prepared, folder: string): Promise<readonly string[]> {
  const dir = join(folder, 'archive');
  const before = kind.from === null ? [] : runsIn(join(template, 'archive'));
  const added = runsIn(dir).filter((runId) => !before.includes(runId));
  await actWhole(
    workOf(
      folder,
      added.map((runId) => ({ kind: 'undo', runId })),
    ),
  );
  const problems = [...wrongAtTheEnd(folder)];
  const now = archiveContent(dir);
  if (kind.from !== null) return [...problems, ...compared(now, archiveContent(join(template, 'archive')))];
  return [...problems, ...compared(now, Object.fromEntries(Object.keys(now).map((name) => [name, []])))];
}

function runsIn(dir: string): readonly number[] {
  const { db, close } = openArchive(dir, 'read');
  try {
    return db.all<{ id: number }>(sql`select id from run order by id desc`).map(({ id }) => id);
  } finally {
    close();
  }
}

async function wrongBackup(folder: string): Promise<readonly string[]> {
  const dir = join(folder, 'restored');
  try {
    await restore(join(folder, 'backup.zip'), dir);
    return faultsOf(dir).map((fault) => `in the backup, ${fault}`);
  } catch (error) {
    return [`the backup: ${String(error)}`];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
