import { expect, test } from 'vitest';
import { outlineOf, OutlineRows } from '../../../shared/outline.ts';
import { Layout } from '../layout.ts';
import { noChoices, Tree } from '../tree.ts';
import { firstLine } from './first-line.ts';
import { hitsByTurn, turnAt, turnsOf } from './turns.ts';

const row = (parent: number, origin: 'person' | 'assistant' | 'tool', parts: string, onActivePath = true) => ({
  parent,
  role: origin === 'person' ? ('user' as const) : origin,
  origin,
  createdAt: null,
  words: 3,
  onActivePath,
  hidden: false,
  parts,
});

/** Asked, answered with two calls of which one failed; asked again in two versions; answered. */
const rows = new OutlineRows(
  outlineOf('x', 1, [
    row(-1, 'assistant', 't'),
    row(0, 'person', 't'),
    row(1, 'assistant', 'tcc'),
    row(2, 'tool', 're'),
    row(3, 'person', 't', false),
    row(4, 'assistant', 'c', false),
    row(3, 'person', 'pt'),
    row(6, 'assistant', 't'),
  ]),
);
const tree = new Tree(rows);
const layoutWith = (choices = noChoices) => new Layout(rows, tree, choices, []);

test('a turn counts what came of it, on the branch that is shown', () => {
  const layout = layoutWith();
  const turns = turnsOf(layout, rows);
  expect(turns.map(({ message, calls, failed, versions }) => [message, calls, failed, versions])).toEqual([
    [1, 2, 1, 1],
    [6, 0, 0, 2],
  ]);
  const other = layoutWith(tree.choicesFor(5, noChoices));
  expect(turnsOf(other, rows).map(({ message, calls, versions }) => [message, calls, versions])).toEqual([
    [1, 2, 1],
    [4, 1, 2],
  ]);
});

test('hits are marked at the turn they are in; those of other branches nowhere', () => {
  const layout = layoutWith();
  const turns = turnsOf(layout, rows);
  const hits = [0, 1, 3, 3, 5, 7].map((message) => ({ message }));
  expect([...hitsByTurn(turns, layout, hits)]).toEqual([3, 1]);
});

test('before the first turn there is none', () => {
  const turns = turnsOf(layoutWith(), rows);
  const [first, second] = turns.map(({ place }) => place);
  expect(turnAt(turns, 0)).toBe(-1);
  expect(turnAt(turns, first ?? 0)).toBe(0);
  expect(turnAt(turns, (second ?? 0) - 1)).toBe(0);
  expect(turnAt(turns, 1000)).toBe(1);
  expect(turnAt([], 3)).toBe(-1);
});

test('the first line is what was typed, else what is there', () => {
  const said = (text: string, source?: 'pasted' | 'injected') => ({ type: 'text' as const, text, ...(source && { source }) });
  expect(firstLine([said('\n\n## What  is\tthis?\nmore')])).toBe('What is this?');
  expect(firstLine([said('a log', 'pasted'), said('Read it')])).toBe('Read it');
  expect(firstLine([said('a log', 'pasted')])).toBe('Pasted text: a log');
  expect(firstLine([said('```ts\ncode()\n```')])).toBe('code()');
  expect(firstLine([{ type: 'file', attachment: 'f', name: 'a.pdf', mime: null }])).toBe('a.pdf');
  expect(firstLine([{ type: 'image', attachment: 'i', name: null, mime: null }])).toBe('1 image');
  expect(firstLine([])).toBe('No words');
  expect(firstLine([said('-')])).toBe('-');
});
