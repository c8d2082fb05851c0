import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProviderId } from '../../shared/model.ts';
import { addsUp, type Receipt } from '../../shared/receipt.ts';
import { sharedFolder } from '../archive/temporary-folder.ts';
import { toldOf } from '../providers/fixtures/told.ts';
import type { Told, Writer } from '../providers/fixtures/telling.ts';
import { writers } from '../providers/writers.ts';
import { archiveContent } from './archive-content.ts';
import { runImport } from './import.ts';
import { problemsOf } from './kill-trial.ts';
import { readAtOnce } from './read-at-once.ts';
import { writeZip } from './sample-inputs.ts';
import { undoImport } from './undo.ts';

// What must hold of any archive, for generated conversations of every provider. All providers share the archives, so that it takes a few
// seconds; each has tests of its own over what came of its rows.

const parser = join(import.meta.dirname, '..', 'parser.ts');
const root = sharedFolder();
let made = 0;
const place = (name: string): string => join(root, `${made++}-${name}`);

/** Rounds with other conversations in other orders; more on request. */
const rounds = Math.max(2, Math.min(200, Math.floor(Number(process.env['FUZZ_RUNS'] ?? 0) / 100)));

async function importInto(dir: string, inputs: readonly string[]): Promise<Receipt> {
  const receipt = await runImport({
    dir,
    inputs,
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    threads: 2,
  });
  for (const input of receipt.inputs) expect(addsUp(input), JSON.stringify(input)).toBe(true);
  return receipt;
}

/** Writes conversations as a person gets them; the path to give to an import. */
async function written(writer: Writer, told: readonly Told[]): Promise<string> {
  const files = Object.entries(writer.write(told));
  const [only] = files;
  if (writer.comesAs === 'zip') {
    const file = `${place(writer.provider.id)}.zip`;
    await writeZip(file, Object.fromEntries(files));
    return file;
  }
  const dir = place(writer.provider.id);
  for (const [name, content] of files) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return writer.comesAs === 'file' && files.length === 1 && only !== undefined ? join(dir, only[0]) : dir;
}

type Content = Readonly<Record<string, readonly string[]>>;

/** What an archive says of the conversations of one provider. */
interface Said {
  readonly conversations: readonly string[];
  readonly messages: readonly string[];
  readonly attachments: readonly string[];
}

/** @param numbered conversations by their native ids: numbers of providers do not overlap, so neither do ids */
function saidBy(content: Content, provider: ProviderId): Said {
  const rows = (name: string): Record<string, unknown>[] =>
    (content[name] ?? []).map((row): Record<string, unknown> => Object.fromEntries(Object.entries(objectIn(row))));
  const own = rows('conversations').filter((row) => row['provider'] === provider);
  const ids = new Set(own.map((row) => row['native_id']));
  const ofOwn = (name: string): string[] =>
    rows(name)
      .filter((row) => ids.has(row['conversation']))
      .map((row) => JSON.stringify(row))
      .toSorted();
  return {
    // When an account last exported it depends on what was exported with it.
    conversations: own.map((row) => JSON.stringify({ ...row, seen_export_time: null })).toSorted(),
    messages: ofOwn('messages'),
    attachments: ofOwn('attachments'),
  };
}

function objectIn(row: string): object {
  const value: unknown = JSON.parse(row);
  return typeof value === 'object' && value !== null ? value : {};
}

interface Round {
  readonly told: ReadonlyMap<ProviderId, readonly Told[]>;
  /** One import of one input per provider, the newest editions. */
  readonly big: Content;
  /** All editions, each conversation in an input of its own, in order, in one import. */
  readonly inOrder: Content;
  /** The same in a random order, in several imports. */
  readonly shuffled: Content;
  /** The same after all of it was given again. */
  readonly twice: Content;
  readonly again: Receipt;
  /** Half of it, and what is left of more after its undo. */
  readonly half: Content;
  readonly undone: Content;
  readonly problems: readonly string[];
}

async function round(seed: number): Promise<Round> {
  const told = new Map<ProviderId, readonly Told[]>();
  const big: string[] = [];
  const small: string[] = [];
  for (const [index, writer] of writers.entries()) {
    const turns = fc.sample(fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 3 }), {
      seed: seed * 100 + index,
      numRuns: 1,
    })[0] ?? [2, 2];
    const base = seed * 100_000 + index * 1000 + 1;
    const newest = turns.map((count, place) => toldOf(base + place, count * 2));
    told.set(writer.provider.id, newest);
    big.push(await written(writer, newest));
    for (const one of newest) small.push(await written(writer, [one]));
    for (const one of newest.slice(0, 1)) {
      small.push(await written(writer, [{ ...one, messages: one.messages.slice(0, -2) }]));
    }
  }
  const shuffle = fc.shuffledSubarray(small, { minLength: small.length });
  const [order = small] = fc.sample(shuffle, { seed, numRuns: 1 });
  const dirs = { big: place('big'), inOrder: place('in-order'), shuffled: place('shuffled'), half: place('half') };
  await importInto(dirs.big, big);
  await importInto(dirs.inOrder, small);
  const step = Math.ceil(order.length / 3);
  for (let from = 0; from < order.length; from += step) await importInto(dirs.shuffled, order.slice(from, from + step));
  const shuffled = archiveContent(dirs.shuffled);
  const again = await importInto(dirs.shuffled, small);
  const twice = archiveContent(dirs.shuffled);
  const middle = order.length >> 1;
  await importInto(dirs.half, order.slice(0, middle));
  const half = archiveContent(dirs.half);
  const { runId } = await importInto(dirs.half, order.slice(middle));
  await undoImport({ dir: dirs.half, runId, signal: new AbortController().signal, onProgress: () => undefined, parser });
  return {
    told,
    big: archiveContent(dirs.big),
    inOrder: archiveContent(dirs.inOrder),
    shuffled,
    twice,
    again,
    half,
    undone: archiveContent(dirs.half),
    problems: Object.values(dirs).flatMap(problemsOf),
  };
}

const done: Round[] = [];
beforeAll(async () => {
  for (let seed = 1; seed <= rounds; seed++) done.push(await round(seed));
}, 60_000 * rounds);

test('the archives are sound', () => {
  expect(done.flatMap(({ problems }) => problems)).toEqual([]);
});

test('any order gives the same archive to the last row', () => {
  for (const { inOrder, shuffled } of done) {
    for (const [name, rows] of Object.entries(inOrder)) expect(shuffled[name], name).toEqual(rows);
  }
});

test('importing twice changes nothing in the archive', () => {
  for (const { shuffled, twice } of done) expect(twice).toEqual(shuffled);
});

test('undo gives the archive before', () => {
  for (const { half, undone } of done) {
    for (const [name, rows] of Object.entries(half)) expect(undone[name], name).toEqual(rows);
  }
});

describe.each(writers.map((writer) => [writer.provider.id, writer] as const))('%s', (id, writer) => {
  test('all that was told is there', () => {
    for (const { told, big } of done) {
      const said = saidBy(big, id);
      const expected = told.get(id) ?? [];
      expect(said.conversations).toHaveLength(expected.length);
      expect(said.messages.length).toBeGreaterThanOrEqual(expected.reduce((sum, { messages }) => sum + messages.length, 0));
      for (const one of expected) {
        const nativeId = writer.nativeId(one);
        if (nativeId !== null) expect(said.conversations.some((row) => row.includes(JSON.stringify(nativeId)))).toBe(true);
      }
    }
  });

  test('in any order', () => {
    for (const { inOrder, shuffled } of done) expect(saidBy(shuffled, id)).toEqual(saidBy(inOrder, id));
  });

  test('one big import is as many small ones, and an older edition never overwrites a newer one', () => {
    for (const { big, inOrder, shuffled } of done) {
      expect(saidBy(inOrder, id)).toEqual(saidBy(big, id));
      expect(saidBy(shuffled, id)).toEqual(saidBy(big, id));
    }
  });

  test('twice is nothing', () => {
    for (const { shuffled, twice, again } of done) {
      expect(saidBy(twice, id)).toEqual(saidBy(shuffled, id));
      for (const line of again.inputs.filter(({ provider }) => provider === id)) {
        expect([line.conversations.added, line.conversations.updated, line.messages.added], line.path).toEqual([0, 0, 0]);
        expect(line.conversations.read).toBeGreaterThan(0);
      }
    }
  });

  test('undone', () => {
    for (const { half, undone } of done) expect(saidBy(undone, id)).toEqual(saidBy(half, id));
  });
});

/** Native ids of the messages that people and assistants say. */
async function idsIn(writer: Writer, told: Told): Promise<ReadonlySet<string>> {
  const { records } = await readAtOnce(writer.write([told]));
  return new Set(
    records.flatMap(({ parsed }) => parsed.conversations.flatMap(({ messages }) => messages.map(({ nativeId }) => nativeId))),
  );
}

describe('the same native id with no message in common', () => {
  const withIds = writers.filter(({ says }) => says.ids && says.numbered !== true);
  const contents: Content[] = [];
  beforeAll(async () => {
    const first: string[] = [];
    const second: string[] = [];
    for (const [index, writer] of withIds.entries()) {
      first.push(await written(writer, [toldOf(9_000_000 + index, 4)]));
      second.push(await written(writer, [toldOf(9_000_000 + index, 4, 'other')]));
    }
    for (const inputs of [
      [...first, ...second],
      [...second, ...first],
    ]) {
      const dir = place('colliding');
      await importInto(dir, inputs);
      expect(problemsOf(dir)).toEqual([]);
      contents.push(archiveContent(dir));
    }
  }, 120_000);

  test.for(withIds.map((writer, index) => [writer.provider.id, writer, index] as const))(
    '%s: two conversations, whichever came first',
    async ([id, writer, index], { skip }) => {
      // Where ids are made of times, what was said at one time is one.
      const [one, other] = await Promise.all(
        ['', 'other'].map(async (voice) => idsIn(writer, toldOf(9_000_000 + index, 4, voice))),
      );
      if (one === undefined || other === undefined || !one.isDisjointFrom(other)) skip('its ids are made of times');
      const [forth, back] = contents.map((content) => saidBy(content, id));
      const nativeId = writer.nativeId(toldOf(9_000_000 + index, 4)) ?? '';
      expect(forth?.conversations).toHaveLength(2);
      expect(forth?.conversations.filter((row) => row.includes(`"native_id":${JSON.stringify(nativeId)}`))).toHaveLength(1);
      expect(forth?.messages.length).toBeGreaterThanOrEqual(8);
      expect(back).toEqual(forth);
    },
  );
});
