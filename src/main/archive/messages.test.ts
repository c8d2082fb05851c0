import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyPart } from '../../shared/messages.arbitrary.ts';
import { rowsOf } from '../../shared/outline.ts';
import { keyOf, readConversations, readDetail } from './conversations.ts';
import { openImportWriter, type ImportWriter } from './import-writer.ts';
import { readMessages, readOutline, streamMessages } from './messages.ts';
import {
  importRecords,
  sampleAttachment,
  sampleConversation,
  sampleMessage,
  sampleRecord,
  sampleThread,
} from './sample-records.ts';
import { sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

let writer: ImportWriter;
beforeEach(() => {
  writer = openImportWriter(temporaryFolder());
});
afterEach(() => writer.close());

test('parts come back as they went in, lone surrogates, NUL and all', () => {
  let at = 0;
  fc.assert(
    fc.property(fc.array(fc.array(anyPart, { maxLength: 4 }), { minLength: 1, maxLength: 6 }), (partsOf) => {
      const id = `c${at++}`;
      const messages = partsOf.map((parts, index) => sampleMessage(`m${index}`, index === 0 ? null : `m${index - 1}`, { parts }));
      importRecords(writer, id, [sampleRecord([sampleConversation(id, { messages })])]);
      const key = keyOf(writer.db, id);
      // As JSON, so that an absent and an undefined field are the same.
      const wanted = JSON.parse(JSON.stringify(partsOf));
      expect([...streamMessages(writer.db, key)].map(({ parts }) => parts)).toEqual(wanted);
      expect(
        readMessages(
          writer.db,
          key,
          partsOf.map((_, index) => index),
        ).map(({ parts }) => parts),
      ).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

test('messages that do not fit into one block are spread over several, a large one has its own', () => {
  const sizes = [30_000, 30_000, 30_000, 500_000, 10, 64_000];
  const messages = sizes.map((size, at) => sampleMessage(`m${at}`, at === 0 ? null : `m${at - 1}`, { text: 'x'.repeat(size) }));
  importRecords(writer, '1', [sampleRecord([sampleConversation('one', { messages })])]);
  expect(writer.db.all(sql`select block from message order by id`)).toEqual([0, 0, 1, 2, 3, 3].map((block) => ({ block })));
  const key = keyOf(writer.db, 'one');
  expect(readMessages(writer.db, key, [3, 0, 99, -1]).map(({ parts }) => parts[0])).toMatchObject([
    { text: 'x'.repeat(500_000) },
    { text: 'x'.repeat(30_000) },
  ]);
});

test('an outline has branches, the active path and part codes', () => {
  const messages = [
    ...sampleThread(['a', 'b']),
    sampleMessage('b2', 'a', { role: 'assistant', origin: 'assistant', parts: [{ type: 'thinking', text: '' }] }),
    sampleMessage('c', 'b', { hidden: true, usage: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 } }),
  ];
  importRecords(writer, '1', [sampleRecord([sampleConversation('one', { messages, activeLeaf: 'b2' })])]);
  const key = keyOf(writer.db, 'one');
  const outline = readOutline(writer.db, key);
  const rows = rowsOf(outline);
  expect(outline.id).toBe('chatgpt:one');
  expect(rows.map((row) => [row.index, row.parent, row.onActivePath, row.hidden, row.parts])).toEqual([
    [0, -1, true, false, 't'],
    [1, 0, false, false, 't'],
    [2, 1, false, true, 't'],
    [3, 0, true, false, 'h'],
  ]);
  expect(readConversations(writer.db, [key])).toMatchObject([{ branches: 2, thinkingParts: 1, turns: 1 }]);
  expect(readMessages(writer.db, key, [2])[0]?.usage).toEqual({ input: 1, output: 2, cacheRead: 3, cacheWrite: 4 });
});

test('a conversation is named by its id, its native id, or a beginning no other has', () => {
  importRecords(
    writer,
    '1',
    ['abc-1', 'abc-2', 'xyz', 'a:b'].map((id) => sampleRecord([sampleConversation(id)])),
  );
  const find = (text: string): string => readConversations(writer.db, [keyOf(writer.db, text)])[0]?.nativeId ?? '';
  expect(find('chatgpt:xyz')).toBe('xyz');
  expect(find('xyz')).toBe('xyz');
  expect(find('x')).toBe('xyz');
  expect(find('chatgpt:abc-2')).toBe('abc-2');
  expect(find('chatgpt:x')).toBe('xyz');
  expect(find('a:b')).toBe('a:b');
  expect(() => find('abc')).toThrow('abc fits more than one conversation: chatgpt:abc-1, chatgpt:abc-2');
  expect(() => find('nothing')).toThrow('no conversation nothing');
  expect(() => find('')).toThrow('no conversation');
});

test('details name parent, children and attachments; a circle of parents ends', () => {
  importRecords(writer, '1', [
    sampleRecord([sampleConversation('parent', { parent: { nativeId: 'child', relation: 'fork' } })]),
    sampleRecord([
      sampleConversation('child', { parent: { nativeId: 'parent', relation: 'subagent' }, attachments: [sampleAttachment('x')] }),
    ]),
  ]);
  expect(readDetail(writer.db, keyOf(writer.db, 'child'))).toMatchObject({
    conversation: { parentId: 'chatgpt:parent', relation: 'subagent' },
    parent: { id: 'chatgpt:parent' },
    children: [{ id: 'chatgpt:parent', relation: 'fork' }],
    attachments: [{ id: 'x', name: 'x.png', hash: null }],
  });
});

test('what is gone is not found', () => {
  expect(() => readOutline(writer.db, 7)).toThrow('not in the archive any more');
  expect(readConversations(writer.db, [7])).toEqual([]);
});
