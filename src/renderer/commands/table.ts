/**
 * Everything the window can be told to do from the keyboard: one list that feeds key handling and the help sheet. A feature
 * attaches what a command does with `useCommand`; a command that nobody attached does nothing.
 */
export interface Command {
  readonly id: CommandId;
  readonly title: string;
  readonly group: (typeof groups)[number];
  /** `Mod` is Ctrl, or ⌘ on a Mac. Several: any of them. */
  readonly keys: readonly string[];
  /** Also while typing in a field. */
  readonly inFields?: boolean;
}

export const groups = ['Anywhere', 'List', 'Conversation'] as const;

const table = {
  search: { title: 'Search', group: 'Anywhere', keys: ['/', 'Mod+f'] },
  import: { title: 'Import files', group: 'Anywhere', keys: ['Mod+o'], inFields: true },
  imports: { title: 'Show past imports', group: 'Anywhere', keys: ['g i'] },
  browse: { title: 'Show conversations', group: 'Anywhere', keys: ['g c'] },
  filters: { title: 'Show or hide filters', group: 'Anywhere', keys: ['f'] },
  theme: { title: 'Change theme: system, light, dark', group: 'Anywhere', keys: ['Shift+t'] },
  help: { title: 'Keyboard shortcuts', group: 'Anywhere', keys: ['?'] },
  leave: { title: 'Close what is open, clear the selection', group: 'Anywhere', keys: ['Escape'] },

  next: { title: 'Next conversation', group: 'List', keys: ['j', 'ArrowDown'] },
  previous: { title: 'Previous conversation', group: 'List', keys: ['k', 'ArrowUp'] },
  first: { title: 'First conversation', group: 'List', keys: ['Home'] },
  last: { title: 'Last conversation', group: 'List', keys: ['End'] },
  open: { title: 'Read it: move to the conversation', group: 'List', keys: ['Enter'] },
  pick: { title: 'Select', group: 'List', keys: ['x'] },
  pickAll: { title: 'Select everything found', group: 'List', keys: ['Mod+a'] },
  star: { title: 'Star', group: 'List', keys: ['s'] },
  export: { title: 'Export as Markdown', group: 'List', keys: ['e'] },

  nextHit: { title: 'Next match', group: 'Conversation', keys: ['n'] },
  previousHit: { title: 'Previous match', group: 'Conversation', keys: ['Shift+n'] },
  nextTurn: { title: 'Next thing you said', group: 'Conversation', keys: ['Shift+j'] },
  previousTurn: { title: 'Previous thing you said', group: 'Conversation', keys: ['Shift+k'] },
  tools: { title: 'Hide or show tool calls', group: 'Conversation', keys: ['t'] },
  thinking: { title: 'Hide or show thinking', group: 'Conversation', keys: ['h'] },
  copy: { title: 'Copy as Markdown', group: 'Conversation', keys: ['c'] },
  raw: { title: 'Show the original record', group: 'Conversation', keys: ['r'] },
} as const satisfies Readonly<Record<string, Omit<Command, 'id'>>>;

export type CommandId = keyof typeof table;

export const commands: readonly Command[] = Object.entries<Omit<Command, 'id'>>(table).flatMap(([id, command]) =>
  isCommandId(id) ? [{ ...command, id }] : [],
);

function isCommandId(id: string): id is CommandId {
  return Object.hasOwn(table, id);
}
