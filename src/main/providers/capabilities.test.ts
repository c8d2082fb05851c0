import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ParsedConversation, ParsedMessage } from '../../shared/parsed.ts';
import { readAtOnce, type Files, type ReadAtOnce } from '../import/read-at-once.ts';
import { resolveFamily } from '../import/resolve.ts';
import { providers } from './index.ts';
import type { Provider } from './provider.ts';
import { toldOf } from './fixtures/told.ts';
import type { Told, Writer } from './fixtures/telling.ts';
import { writers } from './writers.ts';

// The capability row of every provider: supported, empty, partial, malformed, and known among all others. Colliding ids are the archive's
// to tell apart: `../import/laws.test.ts`.

const tolds = [toldOf(1, 4), toldOf(2, 2), toldOf(3, 7)];
const row = writers.map((writer) => [writer.provider.id, writer] as const);

function conversationsOf({ records }: ReadAtOnce, { provider }: Writer): readonly ParsedConversation[] {
  const all = records.filter((record) => record.provider === provider).flatMap(({ parsed }) => parsed.conversations);
  return provider.kind === 'log' ? resolveFamily(all.map((conversation, key) => ({ key: String(key), conversation }))) : all;
}

/** What a person and an assistant say in sight. */
function saidIn({ messages }: ParsedConversation): readonly ParsedMessage[] {
  return messages.filter(({ hidden, role, parts }) => !hidden && (role === 'user' || role === 'assistant') && parts.length > 0);
}

function textOf({ parts }: ParsedMessage): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
}

/** The conversation that says what was told first. */
function found(conversations: readonly ParsedConversation[], told: Told): ParsedConversation | undefined {
  const first = told.messages[0]?.text ?? '';
  return conversations.find((conversation) => saidIn(conversation).some((message) => textOf(message) === first));
}

test('every provider has a writer, in the order of the list', () => {
  expect(writers.map(({ provider }) => provider.id)).toEqual(providers.map(({ id }) => id));
});

describe.each(row)('%s', (_id, writer) => {
  const { says } = writer;

  test('supported: what was told is found, and nothing else', async () => {
    const read = await readAtOnce(writer.write(tolds));
    const conversations = conversationsOf(read, writer);
    expect(read.lost).toBe(0);
    expect(read.records.flatMap(({ parsed }) => parsed.issues)).toEqual([]);
    expect(read.records.flatMap(({ parsed }) => parsed.drift)).toEqual([]);
    expect(conversations).toHaveLength(tolds.length);
    expect(new Set(conversations.map(({ nativeId }) => nativeId)).size).toBe(tolds.length);
    for (const told of tolds) {
      const conversation = found(conversations, told);
      if (conversation === undefined) throw new Error(`${told.title} is not there`);
      const said = saidIn(conversation);
      const isPerson = (message: ParsedMessage): boolean => message.role === 'user' && message.origin === 'person';
      expect(said.map((message) => [isPerson(message) ? 'person' : message.origin, textOf(message)])).toEqual(
        told.messages.map(({ from, text }) => [from, text]),
      );
      expect(said.every(({ parts }) => parts.every(({ type }) => type === 'text'))).toBe(true);
      if (writer.nativeId(told) !== null) expect(conversation.nativeId).toBe(writer.nativeId(told));
      if (says.messageIds) expect(said.map(({ nativeId }) => nativeId)).toEqual(told.messages.map(({ id }) => id));
      if (says.titles) expect(conversation.title).toBe(told.title);
      const times = told.messages.map((_, place) => (says.times ? told.startedAt + place * 60_000 : null));
      expect(said.map(({ createdAt }) => createdAt)).toEqual(times);
      const last = told.startedAt + (told.messages.length - 1) * 60_000;
      expect([told.startedAt, null]).toContain(conversation.createdAt);
      expect([last, told.startedAt, null]).toContain(conversation.updatedAt);
      expect(conversation.attachments).toEqual([]);
      expectLine(conversation);
    }
  });

  test.runIf(says.empty)('empty: files without conversations are known, and nothing is wrong with them', async () => {
    const read = await readAtOnce(writer.write([]));
    expect(read.entries.some(({ detected }) => detected?.provider === writer.provider)).toBe(true);
    // An empty list does not say whose it is.
    const others = read.entries.filter(({ detected }) => detected !== null && detected.provider !== writer.provider);
    expect(others.filter(({ sample }) => sample.values.length > 0)).toEqual([]);
    expect(conversationsOf(read, writer)).toEqual([]);
    expect(read.records.flatMap(({ parsed }) => parsed.issues)).toEqual([]);
  });

  test('partial: cut off anywhere, what is whole is kept, and what is lost is told', async () => {
    const told = [toldOf(4, 2), toldOf(5, 2)];
    const files = writer.write(told);
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      for (const cut of cutsOf(bytes)) {
        await expectPartial(writer, told, files, name, bytes, cut);
      }
    }
  });

  test('malformed: one broken record is told, and those around it are read', async () => {
    const { files, told } = writer.broken(tolds);
    const read = await readAtOnce(files);
    const conversations = conversationsOf(read, writer);
    for (const one of tolds) expect(wordsOf(found(conversations, one))).toEqual(one.messages.map(({ text }) => text));
    expect(conversations).toHaveLength(tolds.length);
    const issues = read.records.flatMap(({ parsed }) => parsed.issues);
    if (told === 'quarantined') {
      expect(issues.length).toBeGreaterThan(0);
      for (const issue of issues) {
        expect(issue.raw).not.toBe('');
        expect(issue.message).toMatch(/^[A-Z].*\.$/s);
      }
    } else {
      expect(issues).toEqual([]);
      expect(
        read.records.reduce((sum, { parsed: { ignored } }) => sum + ignored.conversations + ignored.messages, 0) +
          read.entries.filter(({ detected }) => detected?.claim.as === 'ignored').length,
      ).toBeGreaterThan(0);
    }
  });

  test('detection: no other format claims its files', async () => {
    const { entries } = await readAtOnce(writer.write(tolds));
    const others = entries.filter(({ detected }) => detected !== null && detected.provider !== writer.provider);
    expect(others.map(({ sample, detected }) => `${sample.name}: ${detected?.provider.id}`)).toEqual([]);
    expect(entries.some(({ detected }) => detected?.provider === writer.provider)).toBe(true);
  });
});

function wordsOf(conversation: ParsedConversation | undefined): readonly string[] {
  return conversation === undefined ? [] : saidIn(conversation).map(textOf);
}

/** Parents stand before their children and there is one leaf. */
function expectLine({ messages }: ParsedConversation): void {
  const seen = new Set<string>();
  const parents = new Set<string>();
  for (const { nativeId, parent } of messages) {
    expect(seen.has(nativeId)).toBe(false);
    if (parent !== null) parents.add(parent);
    seen.add(nativeId);
  }
  expect([...seen].filter((id) => !parents.has(id))).toHaveLength(1);
}

/** More cuts on request. */
const manyCuts = Number(process.env['FUZZ_RUNS'] ?? 0) > 300;

/** Places to cut at: the first and last bytes, inside strings, escapes and UTF-8 sequences, at every line, and some of all others. */
function cutsOf(bytes: Uint8Array): readonly number[] {
  const cuts = new Set<number>([0, 1, 2, 3, bytes.length - 3, bytes.length - 2, bytes.length - 1]);
  const stride = manyCuts ? 1 : Math.max(1, Math.floor(bytes.length / 60));
  const kinds = new Map<number, number>();
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const telling = byte === 0x0a || byte === 0x5c || byte >= 0x80 || byte === 0x7b || byte === 0x5d;
    const seen = kinds.get(byte) ?? 0;
    kinds.set(byte, seen + 1);
    if (at % stride === 0) cuts.add(at);
    if (telling && seen < (manyCuts ? 1000 : 6)) {
      cuts.add(at);
      cuts.add(at + 1);
    }
  }
  return [...cuts].filter((cut) => cut >= 0 && cut < bytes.length).toSorted((a, b) => a - b);
}

async function expectPartial(
  writer: Writer,
  told: readonly Told[],
  files: Files,
  name: string,
  bytes: Uint8Array,
  cut: number,
): Promise<void> {
  const said = `${name} cut at ${cut} of ${bytes.length}`;
  const read = await readAtOnce({ ...files, [name]: bytes.subarray(0, cut) });
  const conversations = conversationsOf(read, writer);
  const foreign = read.records.filter(({ provider, parsed }) => provider !== writer.provider && parsed.conversations.length > 0);
  expect(
    foreign.map(({ provider }) => provider.id),
    said,
  ).toEqual([]);
  // Nothing is invented: each text is one that was told, or the beginning of one.
  const texts = told.flatMap(({ messages }) => messages.map(({ text }) => text));
  for (const text of conversations.flatMap(wordsOf)) {
    expect(
      texts.some((whole) => whole.startsWith(text.replace(/\uFFFD+$/, ''))),
      `${said}: ${text}`,
    ).toBe(true);
  }
  const whole = told.filter((one) => {
    const words = wordsOf(found(conversations, one));
    return one.messages.every(({ text }) => words.includes(text));
  });
  // What stands in another file is not touched; of one file, what ends before the record of another begins.
  for (const one of told) {
    const end = endOf(bytes, one);
    const elsewhere = end === -1;
    const next = told
      .map((other) => startOf(bytes, other))
      .filter((start) => start > end)
      .toSorted((a, b) => a - b)[0];
    const isWhole = elsewhere || (end <= cut && next !== undefined && next <= cut);
    if (isWhole && !isTables(writer)) expect(whole, `${said}: ${one.title} is whole`).toContain(one);
  }
  if (whole.length === told.length) return;
  const issues = read.records.reduce((sum, { parsed }) => sum + parsed.issues.length, 0);
  const unread = read.entries.some(
    ({ sample, detected }) => sample.name === name && (detected === null || detected.claim.as === 'ignored'),
  );
  // Lines that are cut between two of them, and pieces between two of theirs, do not show it.
  const between = cut === 0 || bytes[cut] === 0x0a || bytes[cut - 1] === 0x0a || bytes[cut] === 0x3c;
  expect(issues > 0 || read.lost > 0 || unread || between, `${said}: what is lost is told`).toBe(true);
}

/** A database is cut through its pages, not its conversations. */
function isTables(writer: Writer): boolean {
  return Object.values(writer.write(tolds)).some(
    (content) => Buffer.from(content).subarray(0, 15).toString('latin1') === 'SQLite format 3',
  );
}

/** Where the last words of a conversation end in a file, -1 when they are not there. */
function endOf(bytes: Uint8Array, { messages }: Told): number {
  const text = messages.at(-1)?.text ?? '';
  const word = /w\d+x\d+/.exec(text)?.[0] ?? text;
  const at = Buffer.from(bytes).lastIndexOf(word);
  return at === -1 ? -1 : at + text.length;
}

function startOf(bytes: Uint8Array, { messages }: Told): number {
  return Buffer.from(bytes).indexOf(/w\d+x\d+/.exec(messages[0]?.text ?? '')?.[0] ?? '');
}

const samples = join(import.meta.dirname, '../../../../shared/samples');
const present = existsSync(samples);
if (!present) console.warn('skipped: detection over the samples, which are not beside the project (../shared/samples)');

/** Folders of samples, by whose they are. */
const owners: Readonly<Record<string, Provider['id']>> = {
  'claude-ai': 'claude',
  generic: 'openai-messages',
};

/** Samples that are another format’s than the folder they lie in says. */
const elsewhere: Readonly<Record<string, Provider['id']>> = {
  'librechat/dumeeapp/chatbotui-export.json': 'librechat',
};

describe.runIf(present)('samples', () => {
  const folders = present ? readdirSync(samples).filter((name) => statSync(join(samples, name)).isDirectory()) : [];

  test.each(folders)('%s: claimed by their own provider or by nobody', { timeout: 120_000 }, async (folder) => {
    const owner = owners[folder] ?? folder;
    const root = join(samples, folder);
    const names = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => relative(samples, join(file.parentPath, file.name)).split(sep).join('/'));
    const wrong: string[] = [];
    for (const name of names) {
      const { entries } = await readAtOnce({ [name]: new Uint8Array(readFileSync(join(samples, name))) });
      const claimed = entries[0]?.detected;
      const wanted = elsewhere[name] ?? owner;
      if (claimed === null || claimed === undefined || claimed.provider.id === wanted) continue;
      wrong.push(`${name}: ${claimed.provider.id} ${claimed.claim.as} ${claimed.claim.score}`);
    }
    expect(wrong, basename(root)).toEqual([]);
  });
});
