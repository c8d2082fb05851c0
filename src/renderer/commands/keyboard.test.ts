import { expect, test } from 'vitest';
import { commands } from '../../shared/commands.ts';
import { keyName } from './keyboard.ts';

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
