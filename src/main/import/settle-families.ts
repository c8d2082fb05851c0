import { setImmediate } from 'node:timers/promises';
import { attachmentKey, type Family, type FamilyStored, type MessageOutcome, type ResolvedName } from '../archive/families.ts';
import { Outcomes } from './outcomes.ts';
import type { FamilyMembers, FamilyResult } from './parse-task.ts';
import type { Run, Source } from './run.ts';
import { completeSource } from './write-queue.ts';

/**
 * Resolves the families that records of this run, or of one that was interrupted, are due to be resolved with; counts what came of the
 * records of this run. Must come after everything is stored.
 */
export async function settleFamilies(run: Run): Promise<void> {
  const waiting = new Set<Source>([...run.due.values()].flat());
  const families = run.writer.dueFamilies();
  if (families.length > 0) run.report('forks and resumed sessions');
  const resolving: { readonly family: Family; readonly result: Promise<FamilyResult> }[] = [];
  for (let next = 0; next < families.length || resolving.length > 0;) {
    run.signal.throwIfAborted();
    const ahead = families[next];
    if (ahead !== undefined && resolving.length < run.pool.size) {
      next++;
      const members = ahead.recordIds.map((id) => ({ id, raw: run.writer.loadRecord(id) }));
      const result = run.pool.family(members, ahead.kind);
      // Looked at when its turn comes; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      resolving.push({ family: ahead, result });
      continue;
    }
    const first = resolving.shift();
    if (first === undefined) break;
    const result = await first.result;
    // A family of thousands of sessions is one transaction: half of it would be neither the old nor the new.
    const stored = run.writer.transact(() => {
      const family = run.writer.storeFamily(first.family, result.conversations, namesIn(result));
      run.writer.addOutcomes(run.id, outcomesOf(run, first.family, result, family));
      return family;
    });
    count(run, first.family, result, stored);
    run.report();
    await setImmediate();
  }
  for (const source of waiting) source.waitNoMore();
  if (waiting.size > 0 && run.again !== true) {
    run.writer.transact(() => {
      for (const source of waiting) completeSource(run, source);
    });
  }
}

/** By record what its conversations are called. */
function namesIn({ members }: FamilyResult): ReadonlyMap<number, readonly ResolvedName[]> {
  return new Map(
    members.map(({ id, conversations }) => [
      id,
      conversations
        .filter(({ nativeId }, at) => conversations.findIndex((other) => other.nativeId === nativeId) === at)
        .map(({ nativeId, plainId, root }) => ({ name: nativeId, plainId, root })),
    ]),
  );
}

/** What becomes of the conversations that `count` counts. */
function outcomesOf(run: Run, family: Family, result: FamilyResult, stored: FamilyStored): Outcomes {
  const outcomes = new Outcomes();
  eachConversation(run, family, result, stored, (source, conversation, outcome) => {
    outcomes.add(source, outcome, stored.conversations.get(conversation.nativeId)?.key ?? null, '');
  });
  return outcomes;
}

/** The conversations of due records by the sources of this run they came from; a second record of one brought more to it, or nothing new. */
function eachConversation(
  run: Run,
  family: Family,
  result: FamilyResult,
  stored: FamilyStored,
  visit: (source: Source, conversation: FamilyMembers['conversations'][number], outcome: MessageOutcome) => void,
): void {
  const once = new Map([...stored.conversations].map(([nativeId, { outcome }]) => [nativeId, outcome]));
  const members = new Map<number, FamilyMembers>(result.members.map((member) => [member.id, member]));
  for (const id of family.due) {
    for (const source of run.due.get(id) ?? []) {
      for (const conversation of members.get(id)?.conversations ?? []) {
        const outcome = once.get(conversation.nativeId) ?? 'unchanged';
        if (outcome === 'added') once.set(conversation.nativeId, 'updated');
        visit(source, conversation, outcome);
      }
    }
  }
}

/** Each message of the family is new once; in every other record that holds it, it is a copy of what is archived. */
function count(run: Run, family: Family, result: FamilyResult, stored: FamilyStored): void {
  const messages = new Map(stored.messages);
  const attachments = new Map(stored.attachments);
  eachConversation(run, family, result, stored, (source, conversation, outcome) => {
    source.count('conversation', outcome);
    for (const message of conversation.messages) source.count('message', take(messages, message));
    for (const attachment of conversation.attachments) {
      source.count('attachment', take(attachments, attachmentKey(conversation.nativeId, attachment)));
    }
  });
}

function take(outcomes: Map<string, MessageOutcome>, id: string): MessageOutcome {
  const outcome = outcomes.get(id) ?? 'unchanged';
  if (outcome === 'added' || outcome === 'updated') outcomes.set(id, 'unchanged');
  return outcome;
}
