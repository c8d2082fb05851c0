import type { MenuItemConstructorOptions } from 'electron';
import { commands, menus, type Command, type CommandId } from '../../../shared/commands.ts';
import { words } from './words.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Not packaged: the tools of a developer are there. */
  readonly tools: boolean;
  readonly run: (id: CommandId) => void;
  readonly newWindow: () => void;
}

/** The application's menu, made from the table of commands; around it what every application of the platform has. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const top = menus.map((menu): MenuItemConstructorOptions => {
    const own = commands.filter((command) => command.menu === menu && !(isMac && command.id === 'settings'));
    const items = own.map((command) => itemOf(command, options));
    const submenu = around(menu, items, options);
    return menu === 'Help' ? { label: menu, role: 'help', submenu } : { label: menu, submenu };
  });
  const window: MenuItemConstructorOptions = { role: 'windowMenu' };
  const before = top.slice(0, -1);
  const help = top.slice(-1);
  return isMac ? [appMenu(options), ...before, window, ...help] : [...before, window, ...help];
}

const line: MenuItemConstructorOptions = { type: 'separator' };

/** What stands beside the commands of a menu. */
function around(
  menu: (typeof menus)[number],
  items: MenuItemConstructorOptions[],
  { platform, tools, newWindow }: MenuOptions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  switch (menu) {
    case 'File':
      return [
        { label: words.newWindow, accelerator: 'CmdOrCtrl+N', click: newWindow },
        line,
        ...items,
        line,
        { role: isMac ? 'close' : 'quit' },
      ];
    case 'Edit':
      return [
        { role: 'undo', label: words.undoTyping },
        { role: 'redo', label: words.redoTyping },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        line,
        ...items,
      ];
    case 'View':
      return [
        ...items,
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(tools ? [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ];
    case 'Conversation':
      return items;
    case 'Help':
      return isMac ? items : [...items, line, { role: 'about' }];
    default:
      return menu satisfies never;
  }
}

function appMenu(options: MenuOptions): MenuItemConstructorOptions {
  const settings = commands.filter(({ id }) => id === 'settings').map((command) => itemOf(command, options));
  return {
    label: words.name,
    submenu: [
      { role: 'about' },
      line,
      ...settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
}

function itemOf(command: Command, { platform, run }: MenuOptions): MenuItemConstructorOptions {
  return { id: command.id, label: command.title, ...keyOf(command, platform), click: () => run(command.id) };
}

/**
 * The key a menu shows for a command, and whether the menu listens for it. The page hears every key first and knows about fields and
 * dialogues; what it leaves reaches the menu, so the menu listens for nothing that types. On a Mac a key that is shown is listened for,
 * so only those are shown.
 */
export function keyOf(
  command: Pick<Command, 'keys'>,
  platform: NodeJS.Platform,
): Pick<MenuItemConstructorOptions, 'accelerator' | 'registerAccelerator'> {
  const single = command.keys.filter((keys) => !keys.includes(' '));
  const safe = single.find((keys) => isSafe(keys));
  if (safe !== undefined) return { accelerator: acceleratorOf(safe) };
  const [first] = single;
  if (first === undefined || platform === 'darwin') return {};
  return { accelerator: acceleratorOf(first), registerAccelerator: false };
}

/** With Ctrl or ⌘, or a function key; but not what the roles of the Edit menu take. */
function isSafe(keys: string): boolean {
  return (keys.includes('Mod+') && !/^Mod\+(?:Shift\+)?[zaxcvy]$/.test(keys)) || /^(?:Shift\+)?F\d{1,2}$/.test(keys);
}

const names: Readonly<Record<string, string>> = {
  Mod: 'CmdOrCtrl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
};

/** `Mod+Shift+f` as Electron writes it: `CmdOrCtrl+Shift+F`. */
function acceleratorOf(keys: string): string {
  if (keys === '+') return 'Plus';
  return keys
    .split('+')
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join('+');
}
