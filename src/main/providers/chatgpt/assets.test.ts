import { expect, test } from 'vitest';
import type { Side } from '../../../shared/parsed.ts';
import type { BundleView } from '../provider.ts';
import { conversationOf, mappingOf, parseValue } from './fixture.ts';
import { gather } from './gather.ts';

function bundle(files: Record<string, unknown>): BundleView {
  return {
    entries: Object.keys(files).map((name) => ({ name, size: 1 })),
    text: async (name) => {
      const value = files[name];
      if (value === undefined) throw new Error('too big');
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
  };
}

async function sideOf(files: Record<string, unknown>): Promise<Side> {
  return { shared: (await gather(bundle(files))).shared, entry: null };
}

const image = (pointer: string): unknown => ({
  content_type: 'multimodal_text',
  parts: [{ content_type: 'image_asset_pointer', asset_pointer: pointer, size_bytes: 3 }],
});

const attachmentsOf = (side: Side, ...pointers: readonly string[]): unknown =>
  conversationOf(mappingOf(...pointers.map((pointer) => ({ content: image(pointer) }))), {}, side).attachments;

test('bytes are found by the id that an entry’s name begins with', async () => {
  const side = await sideOf({
    'x/conversations.json': [],
    'x/file-AbCdEfGhIjKlMnOpQrStUv-holiday.jpg': '',
    'x/file-AbCdEfGhIjKlMnOpQrStUvW-other.jpg': '',
    'x/file_00000000aaaa0000bbbb0000cccc0000-sanitized.png': '',
    'x/dalle-generations/file-ZzCdEfGhIjKlMnOpQrStUv-0a1b2c3d-0000-4000-8000-000000000000.webp': '',
  });
  expect(
    attachmentsOf(
      side,
      'file-service://file-AbCdEfGhIjKlMnOpQrStUv',
      'sediment://file_00000000aaaa0000bbbb0000cccc0000',
      'file-service://file-ZzCdEfGhIjKlMnOpQrStUv',
      'file-service://file-unknown',
    ),
  ).toEqual([
    {
      nativeId: 'file-AbCdEfGhIjKlMnOpQrStUv',
      name: 'holiday.jpg',
      mime: 'image/jpeg',
      size: 3,
      entry: 'x/file-AbCdEfGhIjKlMnOpQrStUv-holiday.jpg',
    },
    {
      nativeId: 'file_00000000aaaa0000bbbb0000cccc0000',
      name: null,
      mime: 'image/png',
      size: 3,
      entry: 'x/file_00000000aaaa0000bbbb0000cccc0000-sanitized.png',
    },
    {
      nativeId: 'file-ZzCdEfGhIjKlMnOpQrStUv',
      name: null,
      mime: 'image/webp',
      size: 3,
      entry: 'x/dalle-generations/file-ZzCdEfGhIjKlMnOpQrStUv-0a1b2c3d-0000-4000-8000-000000000000.webp',
    },
    { nativeId: 'file-unknown', name: null, mime: null, size: 3 },
  ]);
});

test('opaque members get their names from the two lists beside them', async () => {
  const side = await sideOf({
    'file_01.dat': '',
    'file_02.dat': '',
    'user-abc/0b1c.png': '',
    'conversation_asset_file_names.json': { 'file_01.dat': 'named.pdf' },
    'library_files.json': [
      { file_id: 'file_01', file_name: 'library.pdf', mime_type: 'application/pdf', file_size_bytes: 11 },
      { file_id: 'file_02', file_name: 'report', file_extension: 'csv', file_size_bytes: '12' },
      { file_id: 'file_03', file_name: '0b1c.png' },
    ],
  });
  expect(attachmentsOf(side, 'sediment://file_01', 'sediment://file_02', 'sediment://file_03')).toEqual([
    { nativeId: 'file_01', name: 'named.pdf', mime: 'application/pdf', size: 11, entry: 'file_01.dat' },
    { nativeId: 'file_02', name: 'report.csv', mime: 'text/csv', size: 12, entry: 'file_02.dat' },
    { nativeId: 'file_03', name: '0b1c.png', mime: 'image/png', size: 3, entry: 'user-abc/0b1c.png' },
  ]);
});

test('a file made in the sandbox is found by the message that links to it, else by the conversation', async () => {
  const side = await sideOf({
    'library_files.json': [
      { file_id: 'f1', file_name: 'my plot.png', origination_message_id: 'm1' },
      { file_id: 'f2', file_name: 'data.csv', origination_thread_id: 'c1' },
      { file_id: 'f3', file_name: 'else.csv', origination_thread_id: 'other' },
    ],
  });
  const text = '[a](sandbox:/mnt/data/my%20plot.png) [b](sandbox:/mnt/data/data.csv) [c](sandbox:/mnt/data/else.csv)';
  const [message] = conversationOf(mappingOf({ id: 'm1', role: 'assistant', text }), {}, side).messages;
  expect(message?.parts).toEqual([
    { type: 'text', text },
    { type: 'file', attachment: 'f1', name: 'my plot.png', mime: 'image/png' },
    { type: 'file', attachment: 'f2', name: 'data.csv', mime: 'text/csv' },
  ]);
});

test('what was used is kept small and gives the same again', async () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`file_x${i}.dat`, '']));
  const side = await sideOf({
    ...many,
    'conversation_asset_file_names.json': { 'file_x7.dat': 'seven.png', 'file_x8.dat': 'eight.png' },
    'library_files.json': [{ file_id: 'file_x7', mime_type: 'image/png', origination_message_id: 'm1' }],
  });
  const value = { id: 'c', mapping: mappingOf({ id: 'm1', content: image('sediment://file_x7') }) };
  const first = parseValue(value, side);
  expect(first.side).toEqual({
    shared: {
      entries: ['file_x7.dat'],
      library: { file_x7: { name: null, mime: 'image/png', size: null, message: 'm1', thread: null } },
      names: { file_x7: 'seven.png' },
    },
    entry: null,
  });
  expect(parseValue(value, first.side)).toEqual(first);
  expect(parseValue({ id: 'c', mapping: mappingOf({ id: 'm1' }) }, side).side).toBeUndefined();
});

test('lists that are broken, too big or of another shape are done without', async () => {
  const { shared } = await gather(
    bundle({
      'library_files.json': '{"oops"',
      'conversation_asset_file_names.json': undefined,
      'chat.html': '',
      'file_1.dat': '',
    }),
  );
  expect(shared).toEqual({ entries: 'file_1.dat', library: {}, names: '' });
  const odd = await gather(
    bundle({ 'library_files.json': { files: [null, { id: 'x' }] }, 'conversation_asset_file_names.json': [1] }),
  );
  expect(odd.shared).toMatchObject({ library: { x: { name: null } }, names: {} });
  expect(attachmentsOf({ shared: [1, 'x'], entry: null }, 'sediment://a')).toHaveLength(1);
});

test('a canvas whose last change cannot be replayed is as it lies beside the conversations', async () => {
  const side = await sideOf({ 'textdocs/doc1.json': { title: 'Poem', content: 'as it ended' }, 'textdocs/doc2.json': 'broken{' });
  const call = (id: string, tool: string, input: unknown): Record<string, unknown> => ({
    id,
    role: 'assistant',
    recipient: `canmore.${tool}`,
    content: { content_type: 'code', text: JSON.stringify(input) },
  });
  const result = (id: string): Record<string, unknown> => ({
    id,
    role: 'tool',
    name: 'canmore',
    metadata: { canvas: { textdoc_id: 'doc1' } },
  });
  const value = {
    id: 'c',
    mapping: mappingOf(
      call('c1', 'create_textdoc', { name: 'Poem', type: 'document', content: 'red' }),
      result('r1'),
      call('c2', 'update_textdoc', { updates: [{ pattern: '(?:x)', replacement: 'y' }] }),
      result('r2'),
      call('c3', 'update_textdoc', { updates: [{ pattern: '(?:z)', replacement: 'y' }] }),
      result('r3'),
    ),
  };
  const parsed = parseValue(value, side);
  const texts = parsed.conversations[0]?.messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'artifact' ? [part.text] : [])),
  );
  expect(texts).toEqual(['red', null, 'as it ended']);
  expect(parsed.side).toEqual({
    shared: { entries: [], library: {}, names: {}, textdocs: { doc1: { title: 'Poem', text: 'as it ended' } } },
    entry: null,
  });
  expect(parseValue(value, parsed.side)).toEqual(parsed);
});
