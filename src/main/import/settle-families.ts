import { setImmediate } from 'node:timers/promises';
import { attachmentKey, type Family, type FamilyStored, type MessageOutcome, type ResolvedName } from '../archive/families.ts';
import { Outcomes } from './outcomes.ts';
import type { FamilyMembers, FamilyResult, FamilyTask } from './parsing/parse-task.ts';
import { ParserCrash } from './parsing/pool.ts';
import type { Run, Source } from './run.ts';
import { completeSource, SLICE_MS } from './write-queue.ts';

/** Records, and bytes of them, after which no other family goes into a batch. */
const BATCH_RECORDS = 500;
const BATCH_BYTES = 1024 * 1024;

/** Families that are parsed and stored together: one that is small would else cost more for the way than for itself. */
interface Resolving {
  readonly families: readonly Family[];
  readonly results: Promise<readonly FamilyResult[]>;
}

/**
 * Resolves the families that records of this run, or of one that was interrupted, are due to be resolved with; counts what came of the
 * records of this run. Must come after everything is stored.
 */
export async function settleFamilies(run: Run): Promise<void> {
  const waiting = new Set<Source>([...run.due.values()].flat());
  const families = run.writer.dueFamilies();
  if (families.length > 0) run.report('forks and resumed sessions');
  const resolving: Resolving[] = [];
  for (let next = 0; next < families.length || resolving.length > 0;) {
    run.signal.throwIfAborted();
    if (next < families.length && resolving.length < run.pool.size) {
      const batch = nextBatch(run, families, next);
      next += batch.families.length;
      resolving.push(batch);
      continue;
    }
    const first = resolving.shift();
    if (first === undefined) break;
    await store(run, first.families, await first.results);
  }
  for (const source of waiting) source.waitNoMore();
  if (waiting.size > 0 && run.again !== true) {
    run.writer.transact(() => {
      for (const source of waiting) completeSource(run, source);
    });
  }
}

function nextBatch(run: Run, families: readonly Family[], from: number): Resolving {
  const batch: Family[] = [];
  const tasks: FamilyTask[] = [];
  let records = 0;
  let bytes = 0;
  for (let at = from; at < families.length && records < BATCH_RECORDS && bytes < BATCH_BYTES; at++) {
    const family = families[at];
    if (family === undefined || (batch.length > 0 && records + family.recordIds.length > BATCH_RECORDS)) break;
    const members = family.recordIds.map((id) => ({ id, raw: run.writer.loadRecord(id) }));
    batch.push(family);
    tasks.push({ members, as: family.kind });
    records += members.length;
    for (const { raw } of members) bytes += raw.bytes.length;
  }
  const results = resolve(run, tasks);
  // Looked at when its turn comes; until then a failure must not count as unhandled.
  results.catch(() => undefined);
  return { families: batch, results };
}

/** A batch over which the parser died is tried family by family: together they may need more memory than each. */
async function resolve(run: Run, tasks: readonly FamilyTask[]): Promise<readonly FamilyResult[]> {
  try {
    return await run.pool.families(tasks);
  } catch (error) {
    if (!(error instanceof ParserCrash) || tasks.length === 1) throw error;
    const results: FamilyResult[] = [];
    for (const task of tasks) results.push(...(await run.pool.families([task])));
    return results;
  }
}

async function store(run: Run, families: readonly Family[], results: readonly FamilyResult[]): Promise<void> {
  let next = 0;
  while (next < families.length) {
    const began = performance.now();
    // Counted once it is committed.
    const counts: (() => void)[] = [];
    run.writer.transact(() => {
      const outcomes = new Outcomes();
      do {
        const family = families[next];
        const result = results[next];
        next++;
        if (family === undefined || result === undefined) continue;
        // A family of thousands of sessions is one transaction: half of it would be neither the old nor the new.
        const stored = run.writer.storeFamily(family, result.conversations, namesIn(result));
        addOutcomes(outcomes, run, family, result, stored);
        counts.push(() => count(run, family, result, stored));
      } while (next < families.length && performance.now() - began < SLICE_MS);
      run.writer.addOutcomes(run.id, outcomes);
      if (run.again !== true) return;
      // Its receipt goes on where it was broken off, so it must hold exactly what was committed.
      for (const each of counts.splice(0)) each();
      run.saveProgress();
    });
    for (const each of counts) each();
    run.report();
    await setImmediate();
  }
}

/** By record what its conversations are called. */
function namesIn({ members }: FamilyResult): ReadonlyMap<number, readonly ResolvedName[]> {
  return new Map(
    members.map(({ id, conversations }) => {
      const names = new Map<string, ResolvedName>();
      for (const { nativeId, plainId, root } of conversations)
        if (!names.has(nativeId)) names.set(nativeId, { name: nativeId, plainId, root });
      return [id, [...names.values()]];
    }),
  );
}

/** What becomes of the conversations that `count` counts. */
function addOutcomes(outcomes: Outcomes, run: Run, family: Family, result: FamilyResult, stored: FamilyStored): void {
  eachConversation(run, family, result, stored, (source, conversation, outcome) => {
    outcomes.add(source, outcome, stored.conversations.get(conversation.nativeId)?.key ?? null, '');
  });
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
