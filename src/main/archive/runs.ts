import { z } from 'zod';
import type { RunRow } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { providerIds } from '../../shared/model.ts';
import { objectOf } from '../../shared/json.ts';
import { driftSchema, issueSchema, tallySchema } from '../../shared/receipt-schema.ts';
import {
  addTally,
  noTally,
  type Receipt,
  type ReceiptIssue,
  type RunKind,
  type RunStatus,
  type Tally,
} from '../../shared/receipt.ts';
import { holderOf } from './lock.ts';
import type { Archive } from './open.ts';
import { unpack } from './pack.ts';
import { sql, type Db, type Sql } from './sql.ts';

/** Imports, newest first. */
export function readRuns(archive: Pick<Archive, 'db' | 'dir'>, limit: number): RunRow[] {
  return rowsOf(archive, sql`order by id desc limit ${limit}`).map((row) => {
    const receipt = receiptOf(row);
    return {
      runId: row.id,
      kind: row.kind,
      status: row.status,
      startedAt: row.started_at,
      durationMs: receipt.durationMs,
      undone: row.undone_at !== null,
      inputs: [...new Set(receipt.inputs.map(({ path }) => path))],
      totals: receipt.totals,
    };
  });
}

/** The receipt of a run, as far as it came. @throws ArchiveError `NotFound` */
export function readReceipt(archive: Pick<Archive, 'db' | 'dir'>, runId: number): Receipt {
  const [row] = rowsOf(archive, sql`where id = ${runId}`);
  if (row === undefined) throw new ArchiveError('NotFound', `There is no import ${runId}.`);
  return receiptOf(row);
}

/** True when records were begun to be read again and that did not come to its end. */
export function isReparseOpen(db: Db): boolean {
  const last = db.get<{ status: RunStatus }>(sql`select status from run where kind = 'reparse' order by id desc limit 1`);
  return last !== undefined && last.status !== 'completed';
}

/** Runs as they are, also those whose process ended before it could write so: the next import will. */
function rowsOf({ db, dir }: Pick<Archive, 'db' | 'dir'>, which: Sql): readonly Row[] {
  const read = (): readonly Row[] =>
    db.all<Row>(sql`select id, kind, status, started_at, ended_at, undone_at, receipt from run ${which}`);
  const rows = read();
  const running = new Set(rows.filter(({ status }) => status === 'running').map(({ id }) => id));
  if (running.size === 0 || isImporting(dir)) return rows;
  // An import writes how it ended before it lets go of its lock: one that has ended in between says so now.
  return read().map((row) =>
    row.status === 'running' && running.has(row.id) ? Object.assign({}, row, { status: 'interrupted' as const }) : row,
  );
}

/** True also where it cannot be known: in a folder that may only be read. */
export function isImporting(dir: string): boolean {
  try {
    return holderOf(dir, 'import') !== null;
  } catch {
    return true;
  }
}

/** Issues of a run in order, a page after the issue `after`; of their raw text the first 2,000 characters. */
export function readIssues(
  db: Db,
  runId: number,
  after: number,
  limit: number,
): { readonly issues: (ReceiptIssue & { readonly id: number })[]; readonly more: boolean } {
  const rows = db.all<{ id: number; code: string; message: string; path: string; place: string; raw: Uint8Array | null }>(sql`
    select id, code, message, path, place, raw from issue where run_id = ${runId} and id > ${after} order by id limit ${limit + 1}`);
  return {
    issues: rows.slice(0, limit).map(({ id, code, message, path, place, raw }) => ({
      id,
      code,
      message,
      where: place === '' ? path : `${path} ${place}`,
      raw: raw === null ? '' : unpack(raw).toString('utf8').slice(0, shownRaw),
    })),
    more: rows.length > limit,
  };
}

const shownRaw = 2000;

interface Row {
  readonly id: number;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly undone_at: number | null;
  readonly receipt: string;
}

const input = tallySchema.extend({
  path: z.string(),
  // Of a version that knew others.
  provider: z.enum(providerIds).nullable().catch(null),
  parser: z.number().nullable().default(null),
  bytes: z.number(),
  sha256: z.string().nullable(),
  skipped: z.literal('unchanged').nullable(),
  issues: z.array(issueSchema).catch([]),
  issueCount: z.number(),
  drift: z.array(driftSchema).catch([]),
  ignoredEntries: z.array(z.object({ name: z.string(), reason: z.string() })).catch([]),
  reason: z.string().nullable(),
});
/** What of a stored receipt is its own; number, status and times are the run's. What cannot be read does not take the rest with it. */
const stored = z.object({
  inputs: z.array(z.unknown()).catch([]),
  totals: tallySchema.nullable().catch(null),
  durationMs: z.number().catch(0),
});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function receiptOf(row: Row): Receipt {
  const { inputs: lines, totals, durationMs } = stored.parse(objectOf(jsonIn(row.receipt)));
  const inputs = lines.flatMap((line) => input.safeParse(line).data ?? []);
  return {
    runId: row.id,
    kind: row.kind,
    status: row.status,
    startedAt: new Date(row.started_at).toISOString(),
    // When an interrupted run ended is not known: it says how long it had been at work when it last told.
    durationMs: row.ended_at === null || row.status === 'interrupted' ? durationMs : row.ended_at - row.started_at,
    inputs,
    totals: totals ?? inputs.reduce<Tally>(addTally, noTally),
    undone: row.undone_at !== null,
  };
}
