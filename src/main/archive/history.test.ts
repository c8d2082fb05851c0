import fc from 'fast-check';
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ParsedConversation } from '../../shared/parsed.ts';
import { resolveFamily, separate } from '../import/resolve.ts';
import { putBlobSync, type Blob } from './blobs.ts';
import { readConversations } from './conversations.ts';
import { checkArchive } from './check/doctor.ts';
import { rootOf } from './identities.ts';
import { openImportWriter, type ImportWriter } from './import-writer.ts';
import { streamMessages } from './messages.ts';
import { prepareConversation } from './prepare.ts';
import type { PreparedRecord } from './prepared.ts';
import {
  parseSample,
  sampleAttachment,
  sampleConversation,
  sampleMessage,
  sampleRecord,
  sampleSource,
  sampleThread,
} from './sample-records.ts';
import { sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * Any history of imports and undos, with the process ending in between, leaves what importing the rest once would have made.
 */

const line = (conversation: ParsedConversation): string => `${JSON.stringify(conversation)}\n`;
const picture: Blob = { hash: hash('sha256', 'picture', 'hex'), size: 7 };

const exported = (version: number, messages: readonly string[]): ParsedConversation =>
  sampleConversation('one', {
    updatedAt: 1_700_000_000_000 + version,
    messages: sampleThread(messages),
    attachments: [sampleAttachment('x')],
  });
const stranger = (name: string, at: number, version: number, messages: readonly string[]): ParsedConversation =>
  sampleConversation('one', {
    title: `Another, ${name}`,
    createdAt: at,
    updatedAt: at + version,
    messages: sampleThread(messages).map((message, place) => ({ ...message, createdAt: at + place })),
    attachments: [sampleAttachment('x')],
  });
const session = (ids: readonly string[]): ParsedConversation => sampleConversation('session', { messages: sampleThread(ids) });
const parent = sampleConversation('parent', { messages: sampleThread(['p1', 'p2', 'p3']), familyKeys: ['family'] });
const child = sampleConversation('child', {
  messages: [...sampleThread(['p1', 'p2']), sampleMessage('c1', 'p2'), sampleMessage('c2', 'c1')],
  familyKeys: ['family'],
  parent: { nativeId: 'parent', relation: 'fork' },
});
const grandchild = sampleConversation('grandchild', {
  messages: [...sampleThread(['p1', 'p2']), sampleMessage('c1', 'p2'), sampleMessage('g1', 'c1')],
  familyKeys: ['family'],
  parent: { nativeId: 'child', relation: 'resume' },
});
const withPicture = new Map([['one', new Map([['x', picture]])]]);

/** What may be imported, each at most once at a time. */
const records: readonly PreparedRecord[] = [
  sampleRecord([exported(1, ['a', 'b'])]),
  sampleRecord([exported(1, ['a', 'b'])], { raw: `${line(exported(1, ['a', 'b']))} `, blobs: withPicture }),
  sampleRecord([exported(2, ['a', 'b', 'c'])]),
  sampleRecord([exported(3, ['a'])]),
  sampleRecord([exported(4, ['a', 'b'])]),
  sampleRecord([session(['s1'])], { kind: 'log' }),
  sampleRecord([session(['s1', 's2'])], { kind: 'log', raw: line(session(['s1'])) + line(session(['s1', 's2'])) }),
  sampleRecord([session(['s1', 's2', 's3'])], {
    kind: 'log',
    raw: line(session(['s1'])) + line(session(['s1', 's2'])) + line(session(['s1', 's2', 's3'])),
  }),
  // The same session written elsewhere: no beginning of the others.
  sampleRecord([session(['s1', 's2', 's4'])], { kind: 'log' }),
  sampleRecord([parent], { kind: 'log' }),
  sampleRecord([child], { kind: 'log', titles: [{ message: 's2', title: 'Given by another' }] }),
  sampleRecord([grandchild], { kind: 'log' }),
  // Others of the same id: one that is older, one that is newer, and one that is found to be the first and the newer at once.
  sampleRecord([stranger('e', 1_600_000_000_000, 9, ['o', 'p'])]),
  sampleRecord([stranger('n', 1_800_000_000_000, 1, ['q'])]),
  sampleRecord([stranger('n', 1_800_000_000_000, 3, ['q', 'r']), exported(5, ['a', 'b', 'c', 'd'])]),
  sampleRecord([sampleConversation('one', { updatedAt: 1_700_000_000_004, messages: sampleThread(['a', 'q']) })]),
  sampleRecord([session(['t1', 't2'])], { kind: 'log' }),
  sampleRecord([session(['t2', 'u1'])], { kind: 'log' }),
  sampleRecord([session(['s3', 'u1'])], { kind: 'log' }),
];

type Step = { readonly do: 'import' | 'undo'; readonly which: readonly number[]; readonly cut: boolean };

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('import' as const, 'import' as const, 'undo' as const),
  which: fc.uniqueArray(fc.nat(records.length - 1), { minLength: 1, maxLength: 3 }),
  cut: fc.boolean(),
});

/** The export of the first step is doubted when it is due, the writer having begun anew; it is still the newest. */
const doubted: Step[] = [
  { do: 'import', which: [0], cut: false },
  { do: 'import', which: [14], cut: false },
  { do: 'undo', which: [7], cut: true },
  { do: 'import', which: [0], cut: false },
  { do: 'undo', which: [3], cut: false },
  { do: 'import', which: [5], cut: false },
];

test('what is shown depends on what is there, not on how it came', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 10 }), (steps) => {
      const archive = new History();
      for (const { do: what, which, cut } of steps) {
        if (what === 'import') archive.import(which, cut);
        else archive.undo(which[0] ?? 0, cut);
      }
      const fresh = new History();
      fresh.import(archive.present(), false);
      try {
        expect(archive.shown()).toEqual(fresh.shown());
        expect(checkArchive(archive.dir)).toMatchObject({ ok: true });
      } finally {
        archive.close();
        fresh.close();
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 40), examples: [[doubted]] },
  );
}, 120_000);

class History {
  readonly dir = temporaryFolder();
  #writer: ImportWriter = openImportWriter(this.dir);
  /** Runs that are not undone, with what each brought. */
  #runs: { readonly id: number; readonly which: readonly number[] }[] = [];
  #sources = 0;

  import(which: readonly number[], cut: boolean): void {
    const id = this.#writer.begin();
    putBlobSync(this.dir, Buffer.from('picture'));
    for (const number of which) {
      const record = records[number];
      if (record === undefined) continue;
      const sourceId = this.#writer.openSource(id, sampleSource(`source ${this.#sources++}`, { provider: record.provider }));
      this.#writer.store(sourceId, record);
      this.#writer.completeSource(sourceId, {
        receipt: null,
        exportTime: record.kind === 'export' ? 1000 + number : null,
        account: null,
      });
    }
    this.#runs.push({ id, which });
    if (cut) this.#reopen();
    this.#settle();
  }

  undo(place: number, cut: boolean): void {
    const run = this.#runs[place % Math.max(1, this.#runs.length)];
    if (run === undefined) return;
    this.#runs = this.#runs.filter((other) => other !== run);
    const steps = this.#writer.undoRun(run.id);
    if (cut) {
      steps.next();
      this.#reopen();
      this.#writer.begin();
    } else {
      for (const done of steps) void done;
    }
    this.#settle();
  }

  /** Records that some run still stands for. */
  present(): readonly number[] {
    return [...new Set(this.#runs.flatMap(({ which }) => which))].sort((a, b) => a - b);
  }

  shown(): unknown {
    const { db } = this.#writer;
    const keys = db.all<{ id: number }>(sql`select id from conversation order by provider, native_id`).map(({ id }) => id);
    return readConversations(db, keys).map((conversation, at) => ({
      ...conversation,
      shownMessages: [...streamMessages(db, keys[at] ?? 0)],
      bytes: db.all(
        sql`select native_id, lower(hex(hash)) as hash from attachment where conversation_id = ${keys[at] ?? 0} order by 1`,
      ),
      exportTime: db.get(sql`select seen_export_time from conversation where id = ${keys[at] ?? 0}`),
    }));
  }

  close(): void {
    this.#writer.close();
  }

  #reopen(): void {
    this.#writer.close();
    this.#writer = openImportWriter(this.dir);
  }

  #settle(): void {
    for (const family of this.#writer.dueFamilies()) {
      const members = family.recordIds.flatMap((id) => {
        const { bytes } = this.#writer.loadRecord(id);
        const key = Buffer.from(bytes).toString('latin1');
        return parseSample(bytes, family.kind).map((conversation) => ({ id, key, conversation }));
      });
      const separated = separate(members);
      const parsed = family.kind === 'log' ? resolveFamily(separated) : members.map((member) => member.conversation);
      const names = members.map(({ id, conversation: { nativeId, messages } }, at) => ({
        id,
        plainId: nativeId,
        name: separated[at]?.conversation.nativeId ?? nativeId,
        root: rootOf(messages),
      }));
      this.#writer.storeFamily(
        family,
        parsed.map((conversation) => prepareConversation(conversation, family.provider, family.kind)),
        Map.groupBy(names, ({ id }) => id),
      );
    }
    this.#writer.applyTitles();
  }
}
