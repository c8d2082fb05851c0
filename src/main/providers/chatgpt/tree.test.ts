import { expect, test } from 'vitest';
import { conversationOf, mappingOf, messageById, parseValue } from './fixture.ts';

const order = (mapping: unknown, rest: Record<string, unknown> = {}): readonly string[] =>
  conversationOf(mapping, rest).messages.map((message) => message.nativeId);

const parents = (mapping: unknown): Record<string, string | null> =>
  Object.fromEntries(conversationOf(mapping).messages.map((message) => [message.nativeId, message.parent]));

test('siblings keep the order of their creation, whatever the order of keys', () => {
  const mapping = mappingOf(
    { id: 'root', empty: true, children: ['q'] },
    { id: 'b', parent: 'q', role: 'assistant' },
    { id: 'q', parent: 'root', children: ['a', 'b'] },
    { id: 'a', parent: 'q', role: 'assistant' },
  );
  expect(order(mapping)).toEqual(['q', 'a', 'b']);
  expect(parents(mapping)).toEqual({ q: null, a: 'q', b: 'q' });
});

test('without children the tree comes from the parents, siblings by time and then by place', () => {
  const message = (id: string, time: number | null): unknown => ({
    id,
    author: { role: 'user' },
    create_time: time,
    content: { content_type: 'text', parts: [id] },
  });
  const mapping = {
    root: { id: 'root', parent: null, message: null },
    late: { id: 'late', parent: 'root', message: message('late', 1_700_000_900) },
    early: { id: 'early', parent: 'root', message: message('early', 1_700_000_100) },
    twin: { id: 'twin', parent: 'root', message: message('twin', 1_700_000_100) },
  };
  expect(order(mapping)).toEqual(['early', 'twin', 'late']);
});

test('a parent that is not in the file makes a root, unless a list of children names the node', () => {
  expect(parents(mappingOf({ id: 'a', parent: 'gone' }, { id: 'b', parent: 'a' }))).toEqual({ a: null, b: 'a' });
  expect(parents(mappingOf({ id: 'a', parent: null, children: ['b'] }, { id: 'b', parent: 'gone' }))).toEqual({
    a: null,
    b: 'a',
  });
});

test('the parent is trusted over a list of children that disagrees, and a child listed twice comes once', () => {
  const mapping = mappingOf(
    { id: 'a', parent: null, children: ['b', 'b', 'c'] },
    { id: 'b', parent: 'a', children: [] },
    { id: 'c', parent: 'b' },
  );
  expect(parents(mapping)).toEqual({ a: null, b: 'a', c: 'b' });
});

test('several roots all stay', () => {
  expect(parents(mappingOf({ id: 'a', parent: null }, { id: 'b', parent: null }, { id: 'c', parent: 'b' }))).toEqual({
    a: null,
    b: null,
    c: 'b',
  });
});

test('a node that is its own parent, and a cycle, lose no message', () => {
  expect(parents(mappingOf({ id: 'a', parent: 'a' }, { id: 'b', parent: 'a' }))).toEqual({ a: null, b: 'a' });
  const cycle = mappingOf({ id: 'b', parent: 'c' }, { id: 'a', parent: 'b' }, { id: 'c', parent: 'a' });
  expect(parents(cycle)).toEqual({ b: null, a: 'b', c: 'a' });
});

test('nodes without any link are one line in order of time', () => {
  const node = (id: string, time: number | null): unknown => ({
    message: { id, author: { role: 'user' }, create_time: time, content: { parts: [id] } },
  });
  const mapping = { c: node('c', 1_700_000_300), a: node('a', 1_700_000_100), b: node('b', null) };
  expect(parents(mapping)).toEqual({ a: null, b: 'a', c: 'b' });
});

test('nodes without a message pass their children up', () => {
  const mapping = mappingOf({ id: 'a', parent: null }, { id: 'gap', empty: true, parent: 'a' }, { id: 'b', parent: 'gap' });
  expect(parents(mapping)).toEqual({ a: null, b: 'a' });
});

test('ids are those of the messages; the node’s key where there is none or two claim one', () => {
  const mapping = {
    n1: { id: 'n1', parent: null, message: { id: 'm1', author: { role: 'user' }, content: { parts: ['1'] } } },
    n2: { id: 'n2', parent: 'n1', message: { author: { role: 'assistant' }, content: { parts: ['2'] } } },
    n3: { id: 'n3', parent: 'n2', message: { id: 'same', author: { role: 'user' }, content: { parts: ['3'] } } },
    same: { id: 'same', parent: 'n3', message: { id: 'same', author: { role: 'assistant' }, content: { parts: ['4'] } } },
  };
  expect(parents(mapping)).toEqual({ m1: null, n2: 'm1', n3: 'n2', same: 'n3' });
});

test('a node whose id is not its key is found by both', () => {
  const mapping = {
    key: { id: 'other', parent: null, message: { id: 'm1', author: { role: 'user' }, content: { parts: ['1'] } } },
    b: { id: 'b', parent: 'other', message: { id: 'm2', author: { role: 'assistant' }, content: { parts: ['2'] } } },
  };
  expect(parents(mapping)).toEqual({ m1: null, m2: 'm1' });
  expect(conversationOf(mapping, { current_node: 'other' }).activeLeaf).toBe('m1');
});

test('the active leaf is the current node, newest or not, and unknown when the file does not say', () => {
  const mapping = mappingOf({ id: 'q', parent: null, children: ['a', 'b'] }, { id: 'a', parent: 'q' }, { id: 'b', parent: 'q' });
  expect(conversationOf(mapping, { current_node: 'a' }).activeLeaf).toBe('a');
  expect(conversationOf(mapping, { current_node: 'gone' }).activeLeaf).toBeNull();
  expect(conversationOf(mapping).activeLeaf).toBeNull();
  const gap = mappingOf({ id: 'q', parent: null }, { id: 'end', parent: 'q', empty: true });
  expect(conversationOf(gap, { current_node: 'end' }).activeLeaf).toBe('q');
});

test('a chain of 50,000 nodes is read', () => {
  const mapping = mappingOf(...Array.from({ length: 50_000 }, () => ({ text: 'x' })));
  expect(conversationOf(mapping).messages).toHaveLength(50_000);
});

test('a key like __proto__ is a node like others', () => {
  const text = `{"id":"c","mapping":{"__proto__":{"parent":null,"message":{"author":{"role":"user"},"content":{"parts":["x"]}}},"b":{"parent":"__proto__","message":{"author":{"role":"user"},"content":{"parts":["y"]}}}}}`;
  const parsed = parseValue(JSON.parse(text));
  expect(parsed.conversations[0]?.messages.map((message) => [message.nativeId, message.parent])).toEqual([
    ['__proto__', null],
    ['b', '__proto__'],
  ]);
});

test('what stands in the place of a message and is none becomes an issue, and its children stay', () => {
  const mapping = mappingOf({ id: 'a', parent: null }, { id: 'bad', parent: 'a' }, { id: 'b', parent: 'bad' });
  Object.assign(mapping['bad'] as object, { message: 7 });
  const parsed = parseValue({ id: 'c', mapping });
  expect(parsed.issues).toEqual([expect.objectContaining({ unit: 'message', where: 'mapping.bad', raw: '7' })]);
  expect(messageById(parsed.conversations[0]!, 'b').parent).toBe('a');
});
