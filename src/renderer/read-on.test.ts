import { beforeEach, expect, test } from 'vitest';
import { readsOn, useStopped } from './read-on.ts';

beforeEach(() => useStopped.setState({ query: null }));

const after = (reading: { readonly done: number; readonly of: number } | null, asked = '/a.c/') =>
  readsOn(asked, 7)({ state: { status: 'success', data: { reading } } });

test('what is not whole is asked again, until it is', () => {
  expect(after({ done: 3, of: 9 })).toBe(7);
  expect(after({ done: 9, of: 9 })).toBe(7);
  expect(after(null)).toBe(false);
});

test('nothing is asked again before there is an answer, nor after a failure', () => {
  const ask = readsOn('/a.c/', 7);
  expect(ask({ state: { status: 'pending', data: undefined } })).toBe(false);
  expect(ask({ state: { status: 'error', data: { reading: { done: 1, of: 2 } } } })).toBe(false);
});

test('a person stops it for the query they stopped alone', () => {
  useStopped.setState({ query: '/a.c/' });
  expect(after({ done: 3, of: 9 })).toBe(false);
  expect(after({ done: 3, of: 9 }, '/b/')).toBe(7);
});
