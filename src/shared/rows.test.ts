import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conversationWith } from './conversation.arbitrary.ts';
import { anyMessage } from './messages.arbitrary.ts';
import { messageWords } from './readable.ts';
import {
  conversationFields,
  conversationRow,
  entities,
  fieldsNamed,
  isoTime,
  messageFields,
  messageRow,
  pickFields,
} from './rows.ts';
import { transformsNamed } from './transforms/index.ts';

test('a conversation row has exactly its fields, in order', () => {
  const row = pickFields(conversationRow(conversationWith()), conversationFields);
  expect(Object.keys(row)).toEqual([...conversationFields]);
  expect(Object.keys(conversationRow(conversationWith())).sort()).toEqual([...conversationFields].sort());
  expect(row['createdAt']).toBe('2025-03-01T10:00:00.000Z');
});

test('a message row has exactly its fields, and none of them is undefined', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const row = messageRow('chatgpt:abc', message, null);
      expect(Object.keys(row)).toEqual([...messageFields]);
      expect(Object.values(row)).not.toContain(undefined);
      expect(row.parts).toEqual(message.parts);
    }),
  );
});

test('words are those of the text that the transforms leave', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const row = messageRow('chatgpt:abc', message, null, transformsNamed(['strip-tools', 'strip-thinking']));
      expect(row.words).toBe(messageWords(row.parts));
    }),
  );
});

test('fields come in the order asked for, once; presets by name', () => {
  expect(fieldsNamed(entities.messages, 'text, id,text')).toEqual(['text', 'id']);
  expect(fieldsNamed(entities.conversations, 'minimal')).toEqual(['id', 'title', 'createdAt']);
  expect(fieldsNamed(entities.messages, 'minimal')).toEqual(['id', 'role', 'text']);
  expect(fieldsNamed(entities.messages, 'full')).toEqual([...messageFields]);
});

test('an unknown field is an error that suggests', () => {
  expect(() => fieldsNamed(entities.conversations, 'id,titel')).toThrow('Did you mean title?');
  expect(() => fieldsNamed(entities.conversations, 'zzz')).toThrow('Known: id, provider');
  expect(() => fieldsNamed(entities.messages, ' , ')).toThrow('names no field');
});

test('an unknown or impossible time is null', () => {
  expect(isoTime(null)).toBe(null);
  expect(isoTime(Number.MAX_VALUE)).toBe(null);
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
});
