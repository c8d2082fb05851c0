import { expect, test } from 'vitest';
import { commands } from '../../shared/commands.ts';
import { chordsOf, commandOf, keyName } from './keyboard.ts';

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

test('a key press is named as the table writes it', () => {
  expect(press('j')).toBe('j');
  expect(press('N', { shiftKey: true })).toBe('Shift+n');
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('f', { metaKey: true })).toBe('Mod+f');
  expect(press('ArrowDown', { shiftKey: true })).toBe('Shift+ArrowDown');
  expect(press('Shift', { shiftKey: true })).toBeNull();
});

test('no two commands share a key', () => {
  const keys = commands.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('no key is the beginning of a chord as well', () => {
  const presses = commands.flatMap((command) => command.keys.map((keys) => keys.split(' ')));
  const beginnings = new Set(presses.filter((keys) => keys.length > 1).map(([first]) => first));
  expect(beginnings).toEqual(new Set(['g']));
  expect(presses.filter(([first, second]) => second === undefined && first !== undefined && beginnings.has(first))).toEqual([]);
});

test('every key is written as a press of it is named', () => {
  for (const press of commands.flatMap((command) => command.keys).flatMap((keys) => keys.split(' '))) {
    const parts = press.split(/(?<=.)\+(?=.)/);
    const key = parts.at(-1) ?? '';
    const has = (modifier: string) => parts.slice(0, -1).includes(modifier);
    expect(keyName({ key, ctrlKey: has('Mod'), metaKey: false, altKey: has('Alt'), shiftKey: has('Shift') })).toBe(press);
  }
});

test('in a field only what is meant for it works, and the field keeps its own keys', () => {
  expect(commandOf('j', '', true)).toBeNull();
  expect(commandOf('Delete', '', true)).toBeNull();
  expect(commandOf('Mod+k', '', true)?.id).toBe('palette');
  // A slash is a letter there: `/usr/local`, `/a+b/`.
  expect(commandOf('/', '', true)).toBeNull();
  expect(commandOf('/', '', false)?.id).toBe('search');
  expect(commandOf('Mod+Shift+f', '', true)?.id).toBe('search');
  expect(commandOf('Mod+z', '', true)).toBeNull();
  expect(commandOf('Mod+a', '', true)).toBeNull();
  expect(commandOf('Mod+z', '', false)?.id).toBe('undo');
});

test('a chord is one key after the other', () => {
  expect(commandOf('i', 'g', false)?.id).toBe('imports');
  expect(commandOf('i', '', false)).toBeNull();
  expect(commandOf('z', 'g', false)).toBeNull();
  expect(chordsOf('g').length).toBeGreaterThan(3);
});

test('signs that a keyboard types with Alt are signs', () => {
  expect(press('[', { ctrlKey: true, altKey: true })).toBe('[');
  expect(press('+', { shiftKey: true })).toBe('+');
  expect(press('#', { shiftKey: true })).toBe('#');
});
