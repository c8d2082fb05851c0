import type { PreparedRecord } from '../archive/prepared.ts';
import type { Stored } from '../archive/store-record.ts';
import type { Run, Source } from './run.ts';

/** Counts what became of the conversations of a record; what is due waits for its family. After the commit. */
export function countStored(run: Run, stored: readonly Stored[], record: PreparedRecord, source: Source): void {
  const dueRecords = new Set<number>();
  for (const { nativeId, recordId, outcome, messages, attachments } of stored) {
    if (outcome === 'due') {
      const conversation = record.conversations.find((one) => one.nativeId === nativeId);
      source.wait(conversation?.counts.messages ?? 0, conversation?.attachments.length ?? 0);
      if (recordId !== null) dueRecords.add(recordId);
      continue;
    }
    source.count('conversation', outcome);
    for (const fate of ['added', 'updated', 'unchanged', 'hidden'] as const) {
      source.count('message', fate, messages[fate]);
      source.count('attachment', fate, attachments[fate]);
    }
  }
  for (const id of dueRecords) {
    const sources = run.due.get(id);
    if (sources === undefined) run.due.set(id, [source]);
    else sources.push(source);
  }
}
