import { z } from 'zod';
import type { Json, ProviderId } from '../../shared/model.ts';
import type { Drift } from '../../shared/parsed.ts';
import { providerOf } from '../providers/index.ts';
import { driftSchema, issueSchema, tallySchema } from '../../shared/receipt-schema.ts';
import {
  addCounts,
  addTally,
  noCounts,
  noTally,
  type Counts,
  type Receipt,
  type ReceiptInput,
  type ReceiptIssue,
  type RunKind,
  type RunStatus,
  type Tally,
} from '../../shared/receipt.ts';

const ISSUES = 100;
/** Entries that are named on a line. */
export const IGNORED_ENTRIES = 100;
const DRIFT = 500;
const RAW = 2000;

export type Unit = 'conversation' | 'message' | 'attachment';
type Fate = Exclude<keyof Counts, 'read'>;

/** Figures of one source or one line of the receipt while they grow. Every count goes in with its fate, so `read` is always the sum. */
export class Figures {
  tally: Tally = noTally;
  bytes = 0;
  issueCount = 0;
  readonly issues: ReceiptIssue[] = [];
  private readonly driftByPath = new Map<string, Drift>();

  count(unit: Unit, fate: Fate, count = 1): void {
    if (count === 0) return;
    const key = `${unit}s` as const;
    const more: Counts = { ...noCounts, read: count, [fate]: count };
    this.tally = { ...this.tally, [key]: addCounts(this.tally[key], more) };
  }

  add(tally: Tally): void {
    this.tally = addTally(this.tally, tally);
  }

  issue(issue: ReceiptIssue): void {
    this.issueCount++;
    if (this.issues.length < ISSUES) this.issues.push({ ...issue, raw: issue.raw.slice(0, RAW).toWellFormed() });
  }

  drift(drift: Drift): void {
    const key = `${drift.kind} ${drift.path}`;
    const held = this.driftByPath.get(key);
    if (held !== undefined) this.driftByPath.set(key, { ...held, count: held.count + drift.count });
    else if (this.driftByPath.size < DRIFT) this.driftByPath.set(key, drift);
  }

  get drifts(): readonly Drift[] {
    return [...this.driftByPath.values()];
  }

  /** Everything of `other` on top. */
  merge(other: Omit<SourceFigures, 'sha256' | 'exportTime' | 'cut' | 'account' | 'database' | 'blobs'>): void {
    this.add(other.tally);
    this.bytes += other.bytes;
    this.issueCount += other.issueCount - other.issues.length;
    for (const issue of other.issues) this.issue(issue);
    for (const drift of other.drift) this.drift(drift);
  }

  plain(): Omit<SourceFigures, 'sha256' | 'exportTime' | 'cut' | 'account' | 'database' | 'blobs'> {
    return { tally: this.tally, bytes: this.bytes, issues: this.issues, issueCount: this.issueCount, drift: this.drifts };
  }
}

/** Figures of one source as they are kept with it, to be repeated when it is met again. */
export interface SourceFigures {
  readonly tally: Tally;
  readonly bytes: number;
  readonly issues: readonly ReceiptIssue[];
  readonly issueCount: number;
  readonly drift: readonly Drift[];
  /** Of the whole input; null when it is a folder. */
  readonly sha256: string | null;
  /** Greatest time in a list of the conversations of an account. */
  readonly exportTime: number | null;
  /** Such a list that could not be read to its end. */
  readonly cut: boolean;
  readonly account: string | null;
  /** It is a database of a tool: what is no longer in it was deleted there. */
  readonly database: boolean;
  /** Bytes of attachments by the fingerprint of the zip member they came from: hash and size. */
  readonly blobs: Readonly<Record<string, readonly [hash: string, size: number]>>;
}

/** Figures as JSON. */
export function sourceReceipt(figures: SourceFigures): Json {
  return {
    ...figures,
    tally: {
      conversations: { ...figures.tally.conversations },
      messages: { ...figures.tally.messages },
      attachments: { ...figures.tally.attachments },
    },
    issues: figures.issues.map((issue) => ({ ...issue })),
    drift: figures.drift.map((drift) => ({ ...drift })),
  };
}

const count = z.number();
const kept = z.object({
  tally: tallySchema,
  bytes: count,
  issues: z.array(issueSchema),
  issueCount: count,
  drift: z.array(driftSchema),
  sha256: z.string().nullable(),
  exportTime: count.nullable(),
  cut: z.boolean().default(false),
  account: z.string().nullable(),
  database: z.boolean().default(false),
  blobs: z.record(z.string(), z.tuple([z.string(), count])),
});

/** Figures from JSON; null when they were not kept in this form. */
export function readSourceReceipt(value: unknown): SourceFigures | null {
  return kept.safeParse(value).data ?? null;
}

/** Kept figures as they count when the source was not read again: what was added or updated then is unchanged now. */
export function repeated(figures: SourceFigures): SourceFigures {
  const again = (counts: Counts): Counts => ({
    ...counts,
    added: 0,
    updated: 0,
    unchanged: counts.added + counts.updated + counts.unchanged,
  });
  return {
    ...figures,
    tally: {
      conversations: again(figures.tally.conversations),
      messages: again(figures.tally.messages),
      attachments: again(figures.tally.attachments),
    },
  };
}

/** One line of the receipt: what one provider read in one input. */
export class Line {
  readonly path: string;
  readonly provider: ProviderId | null;
  readonly figures = new Figures();
  sha256: string | null = null;
  /** Why nothing came of it, should nothing come of it: of some logs that is known when everything was read, and told then. */
  reason: string | null = null;
  /** Sources read, and sources known and not read again. */
  read = 0;
  skipped = 0;
  private readonly ignored: { readonly name: string; readonly reason: string }[] = [];
  private moreIgnored = 0;

  constructor(path: string, provider: ProviderId | null) {
    this.path = path;
    this.provider = provider;
  }

  ignore(name: string, reason: string): void {
    if (this.ignored.length < IGNORED_ENTRIES) this.ignored.push({ name, reason });
    else this.moreIgnored++;
  }

  /** More that are counted alone. */
  ignoreMore(count: number): void {
    this.moreIgnored += count;
  }

  plain(): ReceiptInput {
    const { tally, bytes, issues, issueCount, drifts } = this.figures;
    return {
      path: this.path,
      provider: this.provider,
      parser: this.provider === null ? null : (providerOf(this.provider)?.version ?? null),
      bytes,
      sha256: this.sha256,
      skipped: this.skipped > 0 && this.read === 0 ? 'unchanged' : null,
      ...tally,
      issues: [...issues],
      issueCount,
      drift: drifts,
      ignoredEntries:
        this.moreIgnored === 0 ? [...this.ignored] : [...this.ignored, { name: '…', reason: `and ${this.moreIgnored} more` }],
      reason: tally.conversations.read > tally.conversations.ignored ? null : this.reason,
    };
  }
}

/** All lines of a run. */
export class ReceiptBuilder {
  private readonly lines: Line[] = [];

  /** The line of a provider in an input, made when there is none. */
  line(path: string, provider: ProviderId | null): Line {
    const held = this.lines.find((line) => line.path === path && line.provider === provider);
    if (held !== undefined) return held;
    const line = new Line(path, provider);
    this.lines.push(line);
    return line;
  }

  linesOf(path: string): readonly Line[] {
    return this.lines.filter((line) => line.path === path);
  }

  drop(line: Line): void {
    this.lines.splice(this.lines.indexOf(line), 1);
  }

  get tally(): Tally {
    return this.lines.reduce((sum, line) => addTally(sum, line.figures.tally), noTally);
  }

  /** Goes on with a receipt that was kept. */
  resume({ inputs }: Receipt): void {
    for (const input of inputs) {
      const { conversations, messages, attachments, bytes, issues, issueCount, drift } = input;
      const tally = { conversations, messages, attachments };
      this.line(input.path, input.provider).figures.merge({ tally, bytes, issues, issueCount, drift });
    }
  }

  plain(runId: number, status: RunStatus, startedAt: number, kind: RunKind = 'import'): Receipt {
    return {
      runId,
      kind,
      status,
      startedAt: new Date(startedAt).toISOString(),
      durationMs: Date.now() - startedAt,
      inputs: this.lines.map((line) => line.plain()),
      totals: this.tally,
      undone: false,
    };
  }
}
