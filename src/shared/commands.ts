/**
 * Everything the window can be told to do: one list that feeds the keys, the palette, the help sheet and the desktop's menu. A feature
 * attaches what a command does with `useCommand`; a command that nobody attached does nothing, and is not offered.
 */
export interface Command {
  readonly id: CommandId;
  readonly title: string;
  readonly group: (typeof groups)[number];
  /** `Mod` is Ctrl, or ⌘ on a Mac. Several: any of them. `g i` is one key after the other. */
  readonly keys: readonly string[];
  /** Also while typing in a field. */
  readonly inFields?: boolean;
  /** The desktop's menu that it stands in. */
  readonly menu?: (typeof menus)[number];
}

export const groups = ['Anywhere', 'List', 'Keep', 'Conversation'] as const;
export const menus = ['File', 'Edit', 'View', 'Conversation', 'Help'] as const;

const table = {
  search: { title: 'Search', group: 'Anywhere', keys: ['/', 'Mod+Shift+f'], inFields: true, menu: 'Edit' },
  palette: {
    title: 'Command palette',
    group: 'Anywhere',
    keys: ['Mod+k', 'Mod+Shift+p'],
    inFields: true,
    menu: 'Help',
  },
  queryHelp: { title: 'What can be searched', group: 'Anywhere', keys: ['F1'], inFields: true, menu: 'Help' },
  import: { title: 'Import files', group: 'Anywhere', keys: ['Mod+o'], inFields: true, menu: 'File' },
  importFolder: { title: 'Import a folder', group: 'Anywhere', keys: ['Mod+Shift+o'], inFields: true, menu: 'File' },
  bringUpToDate: {
    title: 'Bring up to date: import what is new on this computer',
    group: 'Anywhere',
    keys: ['g u'],
    menu: 'File',
  },
  imports: { title: 'Show past imports', group: 'Anywhere', keys: ['g i'], menu: 'File' },
  saveSearch: { title: 'Save this search…', group: 'Anywhere', keys: ['Mod+s'], inFields: true, menu: 'Edit' },
  browse: { title: 'Show conversations', group: 'Anywhere', keys: ['g c'], menu: 'View' },
  showStarred: { title: 'Show what is starred', group: 'Anywhere', keys: ['g s'], menu: 'View' },
  showArchived: { title: 'Show what is archived', group: 'Anywhere', keys: ['g a'], menu: 'View' },
  showTrash: { title: 'Show the trash', group: 'Anywhere', keys: ['g t'], menu: 'View' },
  settings: { title: 'Settings', group: 'Anywhere', keys: ['Mod+,', 'g ,'], inFields: true, menu: 'File' },
  filters: { title: 'Show or hide filters', group: 'Anywhere', keys: ['f'], menu: 'View' },
  theme: { title: 'Change theme: system, light, dark', group: 'Anywhere', keys: ['Shift+t'], menu: 'View' },
  density: { title: 'Change density: comfortable, compact', group: 'Anywhere', keys: ['Shift+d'], menu: 'View' },
  larger: { title: 'Larger text', group: 'Anywhere', keys: ['+'], menu: 'View' },
  smaller: { title: 'Smaller text', group: 'Anywhere', keys: ['-'], menu: 'View' },
  help: { title: 'Keyboard shortcuts', group: 'Anywhere', keys: ['?'], menu: 'Help' },
  undo: { title: 'Undo', group: 'Anywhere', keys: ['u', 'Mod+z'], menu: 'Edit' },
  redo: { title: 'Redo what was undone', group: 'Anywhere', keys: ['Mod+Shift+z'], menu: 'Edit' },
  leave: { title: 'Close what is open, clear the selection', group: 'Anywhere', keys: ['Escape'] },

  next: { title: 'Next conversation', group: 'List', keys: ['j', 'ArrowDown'] },
  previous: { title: 'Previous conversation', group: 'List', keys: ['k', 'ArrowUp'] },
  pageDown: { title: 'A page down', group: 'List', keys: ['PageDown'] },
  pageUp: { title: 'A page up', group: 'List', keys: ['PageUp'] },
  first: { title: 'First conversation', group: 'List', keys: ['Home'] },
  last: { title: 'Last conversation', group: 'List', keys: ['End'] },
  open: { title: 'Read it: move to the conversation', group: 'List', keys: ['Enter'] },
  pick: { title: 'Select', group: 'List', keys: ['x'] },
  pickDown: { title: 'Select and go down', group: 'List', keys: ['Shift+ArrowDown'] },
  pickUp: { title: 'Select and go up', group: 'List', keys: ['Shift+ArrowUp'] },
  spread: { title: 'Every match of the conversation, or the best', group: 'List', keys: ['h'] },
  spreadAll: { title: 'Every match of all conversations, or the best', group: 'List', keys: ['Shift+h'], menu: 'View' },
  pickAll: { title: 'Select everything found', group: 'List', keys: ['Mod+a'], menu: 'Edit' },
  table: { title: 'Show as a table or as cards', group: 'List', keys: ['v'], menu: 'View' },

  star: { title: 'Star', group: 'Keep', keys: ['s'], menu: 'Conversation' },
  tag: { title: 'Tag…', group: 'Keep', keys: ['t'], menu: 'Conversation' },
  note: { title: 'Note…', group: 'Keep', keys: ['m'], menu: 'Conversation' },
  rename: { title: 'Rename…', group: 'Keep', keys: ['F2'], menu: 'Conversation' },
  archive: { title: 'Archive', group: 'Keep', keys: ['e'], menu: 'Conversation' },
  trash: { title: 'Move to the trash', group: 'Keep', keys: ['#', 'Delete'], menu: 'Conversation' },
  export: { title: 'Export…', group: 'Keep', keys: ['Mod+e'], menu: 'File' },
  copy: { title: 'Copy as Markdown', group: 'Keep', keys: ['c'], menu: 'Conversation' },
  tags: { title: 'Manage tags…', group: 'Keep', keys: ['g l'], menu: 'Conversation' },

  find: { title: 'Find in conversation', group: 'Conversation', keys: ['Mod+f'], inFields: true, menu: 'Edit' },
  nextHit: { title: 'Next match', group: 'Conversation', keys: ['n', 'Mod+g'], menu: 'Edit' },
  previousHit: { title: 'Previous match', group: 'Conversation', keys: ['Shift+n', 'Mod+Shift+g'], menu: 'Edit' },
  nextTurn: { title: 'Next thing you said', group: 'Conversation', keys: ['Shift+j'] },
  previousTurn: { title: 'Previous thing you said', group: 'Conversation', keys: ['Shift+k'] },
  outline: { title: 'Show or hide the outline', group: 'Conversation', keys: ['o'], menu: 'View' },
  nextBranch: { title: 'Next version of the answer', group: 'Conversation', keys: [']'] },
  previousBranch: { title: 'Previous version of the answer', group: 'Conversation', keys: ['['] },
  unfold: { title: 'Unfold or fold everything', group: 'Conversation', keys: ['z'], menu: 'View' },
  tools: { title: 'Hide or show tool calls', group: 'Conversation', keys: ['1'], menu: 'View' },
  thinking: { title: 'Hide or show thinking', group: 'Conversation', keys: ['2'], menu: 'View' },
  raw: { title: 'Show the original record', group: 'Conversation', keys: ['r'], menu: 'View' },
} as const satisfies Readonly<Record<string, Omit<Command, 'id'>>>;

export type CommandId = keyof typeof table;

export const commands: readonly Command[] = Object.entries<Omit<Command, 'id'>>(table).flatMap(([id, command]) =>
  isCommandId(id) ? [{ ...command, id }] : [],
);

export function isCommandId(id: string): id is CommandId {
  return Object.hasOwn(table, id);
}
