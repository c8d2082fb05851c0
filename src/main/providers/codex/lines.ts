import type { RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import type { Draft, Entry } from './entry.ts';
import { Rollout } from './rollout.ts';
import { threadOf } from './thread.ts';

/** The lines that a message comes from: one, and for a call those of results that came late. Ids are derived for most of Codex's messages, so the thread is read as `parse` reads it. */
export function linesOfMessage(record: RawRecord, id: string): readonly number[] {
  const rollout = new Rollout(new DriftCounter());
  const lineOf = new Map<Draft, number>();
  const noted: (readonly Entry[])[] = [];
  const note = (line: number): void => {
    for (const entries of rollout.lines.slice(noted.length)) noted.push(entries.map((entry) => withLine(entry, line, lineOf)));
  };
  readJsonLines(record.bytes, {
    value: (value, line) => {
      rollout.read(value, `line ${line}`);
      note(line);
    },
    broken: () => undefined,
  });
  rollout.finish();
  noted.push(...rollout.lines.slice(noted.length));
  const { drafts, late } = threadOf(noted, rollout.threads);
  const draft = drafts.find((other) => other.id === id);
  if (draft === undefined) return [];
  return [draft, ...(late.get(draft) ?? [])].flatMap((part) => lineOf.get(part) ?? []);
}

/** Notes the line of a message, also of one that is only made when nothing else says the same. */
function withLine(entry: Entry, line: number, lineOf: Map<Draft, number>): Entry {
  if (entry.kind === 'message') lineOf.set(entry.draft, line);
  if (entry.kind !== 'words') return entry;
  const make = (): Draft => {
    const draft = entry.make();
    lineOf.set(draft, line);
    return draft;
  };
  return { ...entry, make };
}
