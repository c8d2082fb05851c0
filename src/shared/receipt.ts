import type { Drift } from './parsed.ts';
import type { ProviderId } from './model.ts';

/** What became of what was read. `read` is the sum of the others, always. */
export interface Counts {
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  /** The same as archived, older than it, or a copy of history that is archived elsewhere. */
  readonly unchanged: number;
  /** Not kept by a rule, the first of which is: deleted by the person. */
  readonly hidden: number;
  /** Known not to be a conversation (or message): state lines, empty conversations, settings. */
  readonly ignored: number;
  /** Could not be read; the reason and the raw text are kept as an issue. */
  readonly quarantined: number;
}

export interface Tally {
  readonly conversations: Counts;
  readonly messages: Counts;
  readonly attachments: Counts;
}

export interface ReceiptInput extends Tally {
  readonly path: string;
  /** Null when nothing in it was recognised; several providers in one input make several lines with the same path. */
  readonly provider: ProviderId | null;
  /** Version of the parser that read it. */
  readonly parser?: number | null;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly skipped: 'unchanged' | null;
  readonly issues: readonly ReceiptIssue[];
  /** How many issues there are; `issues` holds the first 100. */
  readonly issueCount: number;
  readonly drift: readonly Drift[];
  /** What was found and is known to be no conversation, named: `user.json: account data`. */
  readonly ignoredEntries: readonly { readonly name: string; readonly reason: string }[];
  /** A plain sentence when nothing came of the input. */
  readonly reason: string | null;
}

export interface ReceiptIssue {
  readonly code: string;
  readonly message: string;
  /** The entry and the position in it. */
  readonly where: string;
  /** The first 2,000 characters; the whole is kept. */
  readonly raw: string;
}

export type RunStatus = 'running' | 'completed' | 'interrupted' | 'failed' | 'cancelled';

/** `reparse`: originals in the archive were read again, because a parser changed or the person let something in again. */
export type RunKind = 'import' | 'reparse';

/** The path of the one input of a run that read again. */
export const originalsInput = 'originals in the archive';

export interface Receipt {
  readonly runId: number;
  readonly kind: RunKind;
  readonly status: RunStatus;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly inputs: readonly ReceiptInput[];
  readonly totals: Tally;
  readonly undone: boolean;
}

export const noCounts: Counts = { read: 0, added: 0, updated: 0, unchanged: 0, hidden: 0, ignored: 0, quarantined: 0 };
export const noTally: Tally = { conversations: noCounts, messages: noCounts, attachments: noCounts };

/** The sum of two counts, field by field. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    read: a.read + b.read,
    added: a.added + b.added,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    hidden: a.hidden + b.hidden,
    ignored: a.ignored + b.ignored,
    quarantined: a.quarantined + b.quarantined,
  };
}

export function addTally(a: Tally, b: Tally): Tally {
  return {
    conversations: addCounts(a.conversations, b.conversations),
    messages: addCounts(a.messages, b.messages),
    attachments: addCounts(a.attachments, b.attachments),
  };
}

/** True when `read` is the sum of the others in every count. */
export function addsUp(tally: Tally): boolean {
  return [tally.conversations, tally.messages, tally.attachments].every(
    (c) => c.read === c.added + c.updated + c.unchanged + c.hidden + c.ignored + c.quarantined,
  );
}
