import { bytesText } from '../../shared/bytes-text.ts';
import { providerNames } from '../../shared/contract.ts';
import { driftOf, driftTotals } from '../../shared/shape-report.ts';
import type { Counts, Receipt, ReceiptInput, Tally } from '../../shared/receipt.ts';
import { exitCodes, type ExitCode } from './cli.ts';
import { counted, durationText, grouped, localTime } from './figures.ts';
import { onOneLine } from './text-width.ts';

/** Issues, new fields and ignored entries that are named; the rest is counted. */
const named = 5;

/** The receipt as a person reads it: what was read, what became of it, and what did not. */
export function receiptText(receipt: Receipt): string {
  const run = receipt.runId > 0 ? `Run ${receipt.runId}` : 'Nothing written';
  const lines = [
    `${run} · ${receipt.status}${receipt.undone ? ', undone' : ''} · ${localTime(receipt.startedAt)} · ${durationText(receipt.durationMs)}`,
    ...receipt.inputs.flatMap((input) => ['', ...inputLines(input)]),
  ];
  if (receipt.inputs.length > 1) lines.push('', 'Together', ...tallyLines(receipt.totals));
  return `${lines.join('\n')}\n`;
}

/** What an import brought, in one line. */
export function receiptLine({ runId, startedAt, totals: { conversations, messages }, inputs }: Receipt): string {
  const issues = inputs.reduce((sum, { issueCount }) => sum + issueCount, 0);
  const parts = [
    `${localTime(startedAt)} · run ${runId}`,
    ...(conversations.added > 0 ? [`${counted(conversations.added, 'conversation')} added`] : []),
    ...(conversations.updated > 0 ? [`${counted(conversations.updated, 'conversation')} updated`] : []),
    ...(messages.added > 0 ? [`${counted(messages.added, 'message')} added`] : []),
    ...(conversations.quarantined + messages.quarantined > 0 ? [counted(issues, 'issue')] : []),
  ];
  return parts.join(' · ');
}

/** 0, or 1 when nothing of the input was recognised or the import did not end, or 3 when a part of it could not be read. */
export function receiptExitCode(receipt: Receipt): ExitCode {
  if (receipt.status !== 'completed') return exitCodes.failed;
  const recognised = new Set(receipt.inputs.filter((input) => input.provider !== null).map((input) => input.path));
  if (recognised.size === 0) return exitCodes.failed;
  const { conversations, messages, attachments } = receipt.totals;
  const quarantined = conversations.quarantined + messages.quarantined + attachments.quarantined;
  return quarantined > 0 || receipt.inputs.some((input) => !recognised.has(input.path)) ? exitCodes.partly : exitCodes.done;
}

function inputLines(input: ReceiptInput): readonly string[] {
  const who = input.provider === null ? 'not recognised' : providerNames[input.provider];
  const lines = [
    `${onOneLine(input.path)} · ${who} · ${bytesText(input.bytes)}${input.skipped === null ? '' : ' · unchanged, not read again'}`,
  ];
  if (input.reason !== null) lines.push(`  ${onOneLine(input.reason)}`);
  lines.push(...tallyLines(input));
  if (input.issueCount > 0) {
    lines.push(`  ${counted(input.issueCount, 'issue')}`);
    const shown = input.issues.slice(0, named);
    for (const issue of shown) lines.push(`    ${onOneLine(issue.where)}: ${onOneLine(issue.message)}`);
    if (input.issueCount > shown.length)
      lines.push(`    and ${grouped(input.issueCount - shown.length)} more: polylogue runs --json`);
  }
  if (input.drift.length > 0) {
    const shown = input.drift.slice(0, named).map((drift) => `${onOneLine(drift.path)} (${grouped(drift.count)}×)`);
    lines.push(
      `  new in this export: ${driftTotals(driftOf([input]))}: ${shown.join(', ')}${input.drift.length > named ? ` and ${input.drift.length - named} more` : ''}`,
    );
  }
  for (const entry of input.ignoredEntries.slice(0, named))
    lines.push(`  not a conversation: ${onOneLine(entry.name)}: ${onOneLine(entry.reason)}`);
  if (input.ignoredEntries.length > named)
    lines.push(`  and ${input.ignoredEntries.length - named} more files that are no conversations`);
  return lines;
}

function tallyLines(tally: Tally): readonly string[] {
  return (['conversations', 'messages', 'attachments'] as const).flatMap((kind) => {
    const counts = tally[kind];
    return counts.read === 0 ? [] : [`  ${kind.padEnd(13)} ${grouped(counts.read)} read: ${partsOf(counts)}`];
  });
}

function partsOf(counts: Counts): string {
  const kinds = ['added', 'updated', 'unchanged', 'hidden', 'ignored', 'quarantined'] as const;
  return kinds.flatMap((kind) => (counts[kind] === 0 ? [] : [`${grouped(counts[kind])} ${kind}`])).join(', ');
}
