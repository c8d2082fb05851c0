import { beforeEach, expect, test } from 'vitest';
import { dismiss, say, stayOf, useToasts } from './toast.ts';

const texts = () => useToasts.getState().toasts.map((toast) => toast.text);

beforeEach(() => useToasts.setState({ toasts: [] }));

test('three messages stand at once, the oldest goes first', () => {
  for (const text of ['one', 'two', 'three', 'four']) say(text);
  expect(texts()).toEqual(['two', 'three', 'four']);
});

test('a message takes the place of the one before it on the same topic', () => {
  say('Archived.', { topic: 'keep' });
  say('Imported.');
  say('Undone.', { topic: 'keep' });
  expect(texts()).toEqual(['Imported.', 'Undone.']);
});

test('a message is gone when it is dismissed', () => {
  dismiss(say('one'));
  expect(texts()).toEqual([]);
});

test('what asks for a decision stays longer', () => {
  expect(stayOf({ kind: 'failed' })).toBeGreaterThan(stayOf({ kind: 'done' }));
});
