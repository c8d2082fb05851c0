import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RawRecord } from '../../shared/parsed.ts';
import { providerOf, providers } from '../providers/index.ts';
import { keyOf } from './conversations.ts';
import { openImportWriter, type ImportWriter } from './import-writer.ts';
import { spanOfId } from './json-span.ts';
import { readMessages } from './messages.ts';
import { prepareConversation } from './prepare.ts';
import { readRaw, readRawMessage, readRawSources, type LinesOf } from './raw.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from './sample-records.ts';
import { temporaryFolder } from './temporary-folder.ts';

const linesOf: LinesOf = (provider, record, messageId) => providerOf(provider)?.linesOf?.(record, messageId) ?? [];

let writer: ImportWriter;
beforeEach(() => {
  writer = openImportWriter(temporaryFolder());
});
afterEach(() => writer.close());

test('the original is read in stretches that end between characters', () => {
  const raw = JSON.stringify({ text: '日本語 🎉 '.repeat(150_000) });
  importRecords(writer, '1', [sampleRecord([sampleConversation('one')], { raw })]);
  const key = keyOf(writer.db, 'one');
  let text = '';
  let offset = 0;
  for (let total = 1; offset < total;) {
    const stretch = readRaw(writer.db, key, offset);
    total = stretch.total;
    text += stretch.text;
    offset += Buffer.byteLength(stretch.text);
  }
  expect(text).toBe(raw);
  expect(readRaw(writer.db, key, offset)).toMatchObject({ text: '', total: offset });
});

test('an earlier version of a conversation is another original, shown after the one it is shown from', () => {
  importRecords(writer, '1', [sampleRecord([sampleConversation('one', { updatedAt: 1 })], { raw: 'old' })]);
  importRecords(writer, '2', [sampleRecord([sampleConversation('one', { updatedAt: 2, title: 'New' })], { raw: 'the new one' })]);
  const key = keyOf(writer.db, 'one');
  const sources = readRawSources(writer.db, key);
  expect(sources.map(({ bytes, current }) => [bytes, current])).toEqual([
    [11, true],
    [3, false],
  ]);
  expect(readRaw(writer.db, key, 0).text).toBe('the new one');
  expect(readRaw(writer.db, key, 0, sources[1]?.record).text).toBe('old');
  expect(() => readRaw(writer.db, key, 0, 4711)).toThrow('not in the archive');
});

test('a message is found by its id, and what is not there is said to be not there', () => {
  const raw = '{"id":"one","messages":[{"id":"a","text":"first \\"id\\": \\"b\\""},{"text":"second","id":"b"}]}';
  const messages = [sampleMessage('a', null), sampleMessage('b', 'a'), sampleMessage('c', 'b')];
  importRecords(writer, '1', [sampleRecord([sampleConversation('one', { messages })], { raw })]);
  const key = keyOf(writer.db, 'one');
  const pieces = [0, 1, 2].map((index) => readRawMessage(writer.db, key, index, linesOf).pieces.map(({ text }) => text));
  expect(pieces).toEqual([['{"id":"a","text":"first \\"id\\": \\"b\\""}'], ['{"text":"second","id":"b"}'], []]);
  expect(readRawMessage(writer.db, key, 2, linesOf).source).toMatchObject({ bytes: raw.length, current: true });
  expect(() => readRawMessage(writer.db, key, 3, linesOf)).toThrow('not in the archive');
});

test('a long message is cut, and says how long it is', () => {
  const raw = `{"m":{"a":{"text":"${'é'.repeat(700_000)}"}}}`;
  importRecords(writer, '1', [sampleRecord([sampleConversation('one', { messages: [sampleMessage('a', null)] })], { raw })]);
  const [piece] = readRawMessage(writer.db, keyOf(writer.db, 'one'), 0, linesOf).pieces;
  expect(piece?.bytes).toBe(Buffer.byteLength(raw) - '{"m":{"a":}}'.length);
  expect(raw).toContain(piece?.text);
  expect(Buffer.byteLength(piece?.text ?? '')).toBeGreaterThan(999_990);
});

test('the outermost object of an id is the one, wherever the others stand', () => {
  const find = (text: string): string | null => {
    const span = spanOfId(Buffer.from(text), 'x');
    return span && text.slice(span.from, span.to);
  };
  expect(find('{"mapping":{"x":{"message":{"id":"x"}}}}')).toBe('{"message":{"id":"x"}}');
  expect(find('{"list":[{"deep":{"uuid":"x"},"uuid":"x"}]}')).toBe('{"deep":{"uuid":"x"},"uuid":"x"}');
  expect(find('{"uuid":"y"}\n{"uuid" : "x"}\n')).toBe('{"uuid" : "x"}');
  expect(find('{"parent":"x","say":"\\"id\\":\\"x\\""}')).toBeNull();
  expect(find('{"id":"x"')).toBeNull();
  expect(find('{"a":{"messageId":"y"},"b":{"messageId":"x"}}')).toBe('{"messageId":"x"}');
  expect(find('}}]"x')).toBeNull();
});

test.each([
  ['{"message_id":7,"parent":1}', '7'],
  ['{"message_id" : 7}', '7'],
  ['{"message_id":"7"}', '7'],
  ['{"_id":"z"}', 'z'],
])('ids are numbers too, and have other names: %s', (object, id) => {
  const text = Buffer.from(`[{"message_id":77,"size":7},{"message_id":7.5},${object}]`);
  const span = spanOfId(text, id);
  expect(span && text.toString('utf8', span.from, span.to)).toBe(object);
});

test('of an answer that bears no id the request is shown, which holds it', () => {
  const raw = '{"requests":[{"requestId":"r1","message":"Why?","response":[{"value":"So."}]}]}';
  const messages = [sampleMessage('r1', null), sampleMessage('r1/response', 'r1')];
  importRecords(writer, '1', [sampleRecord([sampleConversation('one', { messages })], { raw })]);
  const { pieces } = readRawMessage(writer.db, keyOf(writer.db, 'one'), 1, linesOf);
  expect(pieces.map(({ text }) => text)).toEqual([raw.slice('{"requests":['.length, -2)]);
});

describe.each([
  ['chatgpt', 'conversations.json'],
  ['claude', 'conversations.json'],
  ['claude-code', '.jsonl'],
  ['codex', '.jsonl'],
])('every message of the samples of %s', (id, ending) => {
  const provider = providers.find((other) => other.id === id);
  const root = join(import.meta.dirname, '../../../resources/sample', id);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && file.name.endsWith(ending),
  );
  test.each(files.map((file) => join(file.parentPath, file.name)))('has its piece of %s', (file) => {
    if (provider === undefined) throw new Error(`No provider ${id}.`);
    const read = readFileSync(file);
    const records = ending === '.jsonl' ? [read] : elementsOf(read);
    expect(records.length).toBeGreaterThan(0);
    for (const [at, bytes] of records.entries()) {
      const given: RawRecord = { provider: provider.id, bytes, name: file, side: { shared: null, entry: null } };
      const { conversations } = provider.parse(given);
      expect(conversations.length).toBeGreaterThan(0);
      // As an export: what is shown of it comes from this record.
      const prepared = conversations.map((parsed) => prepareConversation(parsed, provider.id, 'export'));
      const record = sampleRecord([], { raw: bytes.toString() });
      importRecords(writer, `${file} ${at}`, [{ ...record, provider: provider.id, conversations: prepared }]);
      for (const { nativeId, messages } of conversations) {
        const key = keyOf(writer.db, `${provider.id}:${nativeId}`);
        for (let index = 0; index < messages.length; index++) {
          const { pieces } = readRawMessage(writer.db, key, index, linesOf);
          expect(pieces.length, `${nativeId} ${index}`).toBeGreaterThan(0);
          for (const { text, offset } of pieces)
            expect(bytes.toString('utf8', offset, offset + Buffer.byteLength(text))).toBe(text);
          const [message] = readMessages(writer.db, key, [index]);
          const said = message?.parts.find((part) => part.type === 'text');
          const word = /\p{L}{6,}/u.exec(said?.type === 'text' ? said.text : '')?.[0];
          if (word !== undefined && /^[\x20-\x7e]+$/.test(word))
            expect(pieces.map(({ text }) => text).join('\n')).toContain(word);
        }
      }
    }
  });
});

function elementsOf(bytes: Buffer): readonly Buffer[] {
  const list: unknown = JSON.parse(bytes.toString());
  return Array.isArray(list) ? list.map((item) => Buffer.from(JSON.stringify(item))) : [];
}
