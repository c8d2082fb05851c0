import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resolveFamily } from '../import/resolve.ts';
import { blobPath, listBlobs, putBlobSync, type Blob } from './blobs.ts';
import { openImportWriter, type ImportWriter } from './import-writer.ts';
import { purge, trash } from './words/kept.ts';
import { openUser } from './open.ts';
import { prepareConversation } from './prepare.ts';
import type { PreparedRecord } from './prepared.ts';
import { parseSample, sampleAttachment, sampleConversation, sampleRecord, sampleSource, sampleThread } from './sample-records.ts';
import { sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * Whatever is imported, updated, deleted, taken back or cut short, in any order: the reference counts are those of a model that knows
 * nothing of tables, and no file that is referred to is missing.
 */

/** A version of a conversation (or the length of a session) with what was shipped for its attachments: a content's number, or null. */
interface Brought {
  readonly name: string;
  readonly version: number;
  readonly shipped: Readonly<Record<string, number | null>>;
}

type Step =
  | { readonly do: 'import'; readonly brought: readonly Brought[]; readonly cut: 'no' | 'in the transaction' | 'in the source' }
  | { readonly do: 'undo'; readonly run: number; readonly cut: boolean }
  | { readonly do: 'purge'; readonly name: string }
  | { readonly do: 'sweep' };

const conversations = ['one', 'two', 'session'];
const contents = 3;

const brought: fc.Arbitrary<Brought> = fc.record({
  name: fc.constantFrom(...conversations),
  version: fc.integer({ min: 1, max: 3 }),
  shipped: fc.record({
    x: fc.option(fc.integer({ min: 0, max: contents - 1 }), { nil: null }),
    y: fc.option(fc.integer({ min: 0, max: contents - 1 }), { nil: null }),
  }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      brought: fc.array(brought, { minLength: 1, maxLength: 3 }),
      cut: fc.constantFrom('no' as const, 'no' as const, 'in the transaction' as const, 'in the source' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), run: fc.nat(5), cut: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), name: fc.constantFrom(...conversations) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
);

test('reference counts are those of the model after any sequence of steps', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
      const archive = new Subject();
      const model = new Model();
      try {
        for (const next of steps) {
          archive.take(next, model);
          expect(archive.counts(), JSON.stringify(next)).toEqual(model.counts(archive.blobs));
          archive.expectWhole();
        }
      } finally {
        archive.close();
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

/** Attachments of a version: the second and third have x, the first and third y. */
function attachmentsOf(version: number): readonly string[] {
  return ['x', 'y'].filter((_, at) => version === 3 || version === 2 - at);
}

function recordOf({ name, version, shipped }: Brought, blobs: readonly Blob[]): PreparedRecord {
  const versions = Array.from({ length: version }, (_, at) =>
    sampleConversation(name, {
      updatedAt: 1_700_000_000_000 + at + 1,
      messages: sampleThread(['a', 'b', 'c'].slice(0, at + 1)),
      attachments: attachmentsOf(at + 1).map(sampleAttachment),
    }),
  );
  const here = new Map<string, Blob>();
  for (const id of attachmentsOf(version)) {
    const blob = blobs[shipped[id] ?? -1];
    if (blob !== undefined) here.set(id, blob);
  }
  return sampleRecord(versions.slice(-1), {
    kind: name === 'session' ? 'log' : 'export',
    blobs: new Map([[name, here]]),
    // A session's file holds everything it held before.
    ...(name === 'session' ? { raw: versions.map((conversation) => `${JSON.stringify(conversation)}\n`).join('') } : {}),
  });
}

class Model {
  readonly runs: { readonly id: number; readonly source: number; undone: boolean }[] = [];
  /** By conversation, version, source: what was shipped. */
  #brought: {
    readonly name: string;
    readonly version: number;
    readonly source: number;
    readonly shipped: ReadonlyMap<string, number>;
  }[] = [];
  readonly #purged = new Set<string>();

  bring(source: number, { name, version, shipped }: Brought): void {
    if (this.#purged.has(name)) return;
    const here = new Map<string, number>();
    for (const id of attachmentsOf(version)) {
      const content = shipped[id];
      if (content !== null && content !== undefined) here.set(id, content);
    }
    const same = this.#brought.find((other) => other.source === source && other.name === name && other.version === version);
    const merged = new Map([...(same?.shipped ?? []), ...here]);
    this.#brought = [...this.#brought.filter((other) => other !== same), { name, version, source, shipped: merged }];
  }

  undo(source: number): void {
    this.#brought = this.#brought.filter((other) => other.source !== source);
  }

  isShown(name: string): boolean {
    return this.#brought.some((other) => other.name === name);
  }

  purge(name: string): void {
    this.#purged.add(name);
    this.#brought = this.#brought.filter((other) => other.name !== name);
  }

  counts(blobs: readonly Blob[]): Record<string, number> {
    const counts: Record<string, number> = {};
    const count = (content: number): void => {
      const hash = blobs[content]?.hash ?? '';
      counts[hash] = (counts[hash] ?? 0) + 1;
    };
    for (const { shipped } of this.#brought) for (const content of shipped.values()) count(content);
    for (const name of conversations) {
      const versions = this.#brought.filter((other) => other.name === name);
      const shown = Math.max(0, ...versions.map(({ version }) => version));
      for (const id of attachmentsOf(shown)) {
        const own = versions.filter(({ version, shipped }) => version === shown && shipped.has(id));
        const from = own.length > 0 ? own : versions.filter(({ shipped }) => shipped.has(id));
        const hashes = from
          .flatMap(({ shipped }) => shipped.get(id) ?? [])
          .map((content) => ({ content, hash: blobs[content]?.hash ?? '' }));
        const [first] = hashes.sort((a, b) => (a.hash < b.hash ? -1 : 1));
        if (first !== undefined && shown > 0) count(first.content);
      }
    }
    return counts;
  }
}

/** The real archive. */
class Subject {
  readonly dir = temporaryFolder();
  readonly blobs: readonly Blob[];
  #writer: ImportWriter;
  #sources = 0;

  constructor() {
    this.#writer = openImportWriter(this.dir);
    this.blobs = Array.from({ length: contents }, (_, content) => this.#put(content));
  }

  take(step: Step, model: Model): void {
    switch (step.do) {
      case 'import':
        return this.#import(step, model);
      case 'undo':
        return this.#undo(step, model);
      case 'purge':
        return this.#purge(step.name, model);
      case 'sweep':
        this.#writer.sweep(true);
    }
  }

  counts(): Record<string, number> {
    const rows = this.#writer.db.all<{ hash: string; refs: number }>(
      sql`select lower(hex(hash)) as hash, refs from blob where refs > 0`,
    );
    return Object.fromEntries(rows.map(({ hash, refs }) => [hash, refs]));
  }

  expectWhole(): void {
    const { db } = this.#writer;
    const recounted = db.all(sql`
      select lower(hex(hash)) as hash, refs from blob where refs <>
        (select count(*) from attachment where attachment.hash = blob.hash) + (select count(*) from shipment where shipment.hash = blob.hash)`);
    expect(recounted).toEqual([]);
    expect(db.pragmaRows('foreign_key_check')).toEqual([]);
    expect(db.all(sql`select record_id from due`)).toEqual([]);
    for (const hash of Object.keys(this.counts())) expect(existsSync(blobPath(this.dir, hash)), hash).toBe(true);
  }

  close(): void {
    this.#writer.sweep(true);
    expect(listBlobs(this.dir).hashes).toEqual(new Set(Object.keys(this.counts())));
    this.#writer.close();
  }

  #put(content: number): Blob {
    return putBlobSync(this.dir, Buffer.from(`bytes ${content}`));
  }

  #import({ brought, cut }: Extract<Step, { do: 'import' }>, model: Model): void {
    const runId = this.#writer.begin();
    // The importer puts bytes before it stores what refers to them; a sweep may have taken them since.
    for (let content = 0; content < contents; content++) this.#put(content);
    const source = this.#sources++;
    const sourceId = this.#writer.openSource(runId, sampleSource(`source ${source}`));
    const records = brought.map((one) => recordOf(one, this.blobs));
    model.runs.push({ id: runId, source, undone: false });
    if (cut === 'in the transaction') {
      const cutShort = (): void =>
        this.#writer.transact(() => {
          for (const record of records) this.#writer.store(sourceId, record);
          throw new Error('cut');
        });
      expect(cutShort).toThrow('cut');
      return this.#reopen();
    }
    for (const record of records) this.#writer.store(sourceId, record);
    for (const one of brought) model.bring(source, one);
    if (cut === 'in the source') this.#reopen();
    else this.#writer.completeSource(sourceId, { receipt: null, exportTime: null, account: null });
    this.#resolveDue();
  }

  #undo({ run, cut }: Extract<Step, { do: 'undo' }>, model: Model): void {
    const chosen = model.runs[run];
    if (chosen === undefined || chosen.undone) return;
    chosen.undone = true;
    const steps = this.#writer.undoRun(chosen.id);
    if (cut) {
      steps.next();
      this.#reopen();
      this.#writer.begin();
    } else {
      for (const step of steps) void step;
    }
    model.undo(chosen.source);
    this.#resolveDue();
  }

  #purge(name: string, model: Model): void {
    // Only what is there can be put into the trash.
    if (!model.isShown(name)) return;
    const user = openUser(this.dir);
    const ids = [`${name === 'session' ? 'claude-code' : 'chatgpt'}:${name}`];
    trash(user, ids, true);
    purge(user, ids);
    user.close();
    this.#writer.begin();
    model.purge(name);
    this.#resolveDue();
  }

  #reopen(): void {
    this.#writer.close();
    this.#writer = openImportWriter(this.dir);
  }

  #resolveDue(): void {
    for (const family of this.#writer.dueFamilies()) {
      const members = family.recordIds.flatMap((id) =>
        parseSample(this.#writer.loadRecord(id).bytes).map((conversation) => ({ key: String(id), conversation })),
      );
      const parsed = family.kind === 'log' ? resolveFamily(members) : members.map((member) => member.conversation);
      this.#writer.storeFamily(
        family,
        parsed.map((conversation) => prepareConversation(conversation, family.provider, family.kind)),
      );
    }
  }
}
