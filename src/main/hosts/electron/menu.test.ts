import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { commands, menus } from '../../../shared/commands.ts';
import { keyOf, menuTemplate } from './menu.ts';

const none = (): void => {};
const template = (platform: NodeJS.Platform, tools = false): MenuItemConstructorOptions[] =>
  menuTemplate({ platform, tools, run: none, newWindow: none });

function itemsOf(item: MenuItemConstructorOptions): readonly MenuItemConstructorOptions[] {
  return Array.isArray(item.submenu) ? item.submenu : [];
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const menu = template(platform);
  const all = menu.flatMap((top) => itemsOf(top));

  test('has every command of the table that names a menu, once, with its title', () => {
    for (const command of commands) {
      const found = all.filter(({ id }) => id === command.id);
      expect(
        found.map(({ label }) => label),
        command.id,
      ).toEqual(command.menu === undefined ? [] : [command.title]);
    }
    expect(menu.map(({ label }) => label)).toEqual(expect.arrayContaining([...menus]));
  });

  test('clicking runs the command', () => {
    const ran: string[] = [];
    const items = menuTemplate({ platform, tools: false, run: (id) => ran.push(id), newWindow: none }).flatMap((top) =>
      itemsOf(top),
    );
    for (const { click } of items.filter(({ id }) => id !== undefined)) (click as () => void)();
    expect(ran.toSorted()).toEqual(
      commands
        .filter(({ menu }) => menu)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('listens for no key twice, and for none that types', () => {
    const heard = all.filter(
      ({ accelerator, registerAccelerator }) => accelerator !== undefined && registerAccelerator !== false,
    );
    const keys = heard.map(({ accelerator }) => accelerator);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^CmdOrCtrl\+|^(?:Shift\+)?F\d+$/);
    // What the Edit menu's roles take.
    for (const letter of 'ZXCVA') expect(keys).not.toContain(`CmdOrCtrl+${letter}`);
  });

  test('edits text by the system’s roles', () => {
    const edit = menu.find(({ label }) => label === 'Edit');
    const roles = edit === undefined ? [] : itemsOf(edit).flatMap(({ role }) => role ?? []);
    expect(roles).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']);
  });

  test('has the developer’s tools only where it is not packaged', () => {
    const roles = (tools: boolean): readonly unknown[] =>
      template(platform, tools)
        .flatMap(itemsOf)
        .map(({ role }) => role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(true)).toContain('toggleDevTools');
  });

  test('names nothing twice', () => {
    for (const top of menu) {
      const labels = itemsOf(top).flatMap(({ label }) => label ?? []);
      expect(new Set(labels).size, String(top.label)).toBe(labels.length);
    }
  });
});

test('the application’s own menu of a Mac has the settings and the end', () => {
  const [first] = template('darwin');
  const items = first === undefined ? [] : itemsOf(first);
  expect(items.map(({ role, id }) => role ?? id)).toEqual(expect.arrayContaining(['about', 'settings', 'quit']));
  expect(
    template('linux')
      .flatMap(itemsOf)
      .map(({ role }) => role),
  ).toContain('quit');
});

test('keys as Electron writes them', () => {
  const key = (...keys: readonly string[]) => keyOf({ keys }, 'linux');
  expect(key('/', 'Mod+Shift+f')).toEqual({ accelerator: 'CmdOrCtrl+Shift+F' });
  expect(key('F2')).toEqual({ accelerator: 'F2' });
  expect(key('Mod+,', 'g ,')).toEqual({ accelerator: 'CmdOrCtrl+,' });
  expect(key('s')).toEqual({ accelerator: 'S', registerAccelerator: false });
  expect(key('+')).toEqual({ accelerator: 'Plus', registerAccelerator: false });
  expect(key('Shift+t')).toEqual({ accelerator: 'Shift+T', registerAccelerator: false });
  expect(key('u', 'Mod+z')).toEqual({ accelerator: 'U', registerAccelerator: false });
  expect(key('g i')).toEqual({});
  expect(keyOf({ keys: ['s'] }, 'darwin')).toEqual({});
});
