import { count, formatNumber } from '../ui/format.ts';

/** What the window says of saved searches. */
export const saved = {
  list: 'Saved searches',
  empty: { before: 'Keep a search with', after: 'and see here how many it finds from now on.' },
  save: 'Save this search',
  isSaved: (name: string) => `Saved as “${name}”: change it`,
  counting: 'being counted',
  found: (conversations: number, whole: boolean) => `${whole ? '' : 'at least '}${count(conversations, 'conversation')}`,
  figure: (conversations: number, whole: boolean) => `${formatNumber(conversations)}${whole ? '' : '+'}`,
  nothingYet: '–',
  hint: 'Enter searches, F2 renames, Alt with an arrow key moves, Delete deletes.',
  more: (name: string) => `What to do with ${name}`,
  newName: (name: string) => `New name of ${name}`,
  rename: 'Rename',
  replace: 'Replace with what is searched now',
  up: 'Move up',
  down: 'Move down',
  delete: 'Delete',
  keys: { rename: 'F2', up: 'Alt+↑', down: 'Alt+↓', delete: 'Del' },

  dialog: {
    title: 'Save this search',
    again: 'Saved search',
    label: 'Name',
    asks: 'Searches for',
    order: (name: string) => `Order: ${name.toLowerCase()}`,
    save: 'Save',
    cancel: 'Cancel',
    replace: (name: string) => `Replace “${name}”`,
    taken: (name: string) => `There is a saved search “${name}” already; both may have the name.`,
  },

  nothingToSave: 'There is nothing to save yet. Search for something first.',
  savedAs: (name: string) => `Saved the search “${name}”.`,
  changed: (name: string) => `Changed the saved search “${name}”.`,
  renamed: (from: string, to: string) => `Renamed the saved search “${from}” to “${to}”.`,
  moved: (name: string, place: number, of: number) => `Moved “${name}” to place ${place} of ${of}.`,
  deleted: (name: string) => `Deleted the saved search “${name}”.`,
} as const;
