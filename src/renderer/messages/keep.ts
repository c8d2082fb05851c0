import { count, formatNumber } from '../ui/format.ts';

/** How many conversations, or the one by its title. */
const what = (conversations: number, title: string | null): string =>
  conversations === 1 && title !== null ? `“${short(title)}”` : count(conversations, 'conversation');

const short = (title: string): string => (title.length > 40 ? `${title.slice(0, 39).trimEnd()}…` : title);

/** What the window says of stars, tags, notes, titles, the archived and the trash. */
export const keep = {
  undo: 'Undo',
  redo: 'Redo',
  undone: (told: string) => `Undone: ${told}`,
  nothingToUndo: 'There is nothing to undo.',
  nothingToRedo: 'There is nothing to do again.',
  nothingChanged: 'Nothing changed.',
  failed: (why: string) => `Nothing was changed. ${why}`,

  /** What the commands are called where they take something back. */
  titles: { unstar: 'Remove the star', unarchive: 'Bring back from the archived ones', restore: 'Bring back from the trash' },

  starred: (conversations: number, title: string | null) => `Starred ${what(conversations, title)}.`,
  unstarred: (conversations: number, title: string | null) => `Removed the star from ${what(conversations, title)}.`,
  archived: (conversations: number, title: string | null) => `Archived ${what(conversations, title)}.`,
  unarchived: (conversations: number, title: string | null) =>
    `Brought ${what(conversations, title)} back from the archived ones.`,
  trashed: (conversations: number, title: string | null) => `Moved ${what(conversations, title)} to the trash.`,
  restored: (conversations: number, title: string | null) => `Brought ${what(conversations, title)} back from the trash.`,
  renamed: (title: string) => `Renamed to “${short(title)}”.`,
  titleRestored: (title: string) => `The title is the provider’s again: “${short(title)}”.`,
  noteSaved: 'Saved the note.',
  noteRemoved: 'Removed the note.',

  trashMany: {
    title: (conversations: number | null) =>
      conversations === null
        ? 'Move everything found to the trash?'
        : `Move ${count(conversations, 'conversation')} to the trash?`,
    body: 'They leave the list, and the next import does not bring them back. You can undo this, and find them in the trash.',
    confirm: 'Move to the trash',
  },
  cancel: 'Cancel',

  renameDialog: {
    title: 'Rename',
    label: 'Title',
    reset: 'Use the provider’s title',
    save: 'Rename',
    original: (title: string) => `The provider’s title: ${title}`,
  },
  noteDialog: {
    title: 'Note',
    of: (title: string) => `On “${short(title)}”. Markdown.`,
    label: 'Your note',
    placeholder: 'What this conversation is worth remembering for…',
    save: 'Save',
    remove: 'Remove note',
    dropped: 'Closed without saving the note.',
    resume: 'Go on writing',
  },
  onlyOne: {
    rename: 'Renaming works on one conversation at a time.',
    note: 'A note belongs to one conversation. Select one.',
  },

  removeTag: (name: string) => `Remove the tag ${name}`,
  tagged: (conversations: number, title: string | null, name: string) => `Tagged ${what(conversations, title)} with “${name}”.`,
  untagged: (conversations: number, title: string | null, name: string) =>
    `Removed the tag “${name}” from ${what(conversations, title)}.`,
  tagDialog: {
    title: (conversations: number | null, title: string | null) =>
      conversations === null ? 'Tag everything found' : `Tag ${what(conversations, title)}`,
    label: 'Find or create a tag',
    placeholder: 'Find or create a tag…',
    create: (name: string) => `Create tag “${name}”`,
    tags: 'Tags',
    some: 'on some of them',
    none: 'No tags yet. Type a name and press Enter.',
    toggle: 'to tag or untag',
    done: 'when done',
    manage: 'Manage tags…',
  },

  tags: {
    title: 'Tags',
    none: 'There are no tags yet. Select conversations and press T to tag them.',
    filter: 'Find a tag',
    nothing: (text: string) => `No tag has “${text}” in its name.`,
    found: (tags: number) => count(tags, 'tag'),
    list: 'Tags',
    show: (name: string, conversations: number) => `Show ${count(conversations, 'conversation')} tagged ${name}`,
    conversations: (conversations: number) => count(conversations, 'conversation'),
    rename: (name: string) => `Rename ${name}`,
    newName: (name: string) => `New name of ${name}`,
    save: 'Save',
    delete: (name: string) => `Delete ${name}`,
    color: (name: string) => `Colour of ${name}`,
    automatic: 'Automatic',
    renamed: (from: string, to: string) => `Renamed the tag “${from}” to “${to}”.`,
    merged: (from: string, to: string) => `Merged the tag “${from}” into “${to}”.`,
    deleted: (name: string) => `Deleted the tag “${name}”.`,
    recoloured: (name: string, color: string) => `“${name}” is ${color.toLowerCase()} now.`,
    mergeTitle: (from: string, into: string) => `Merge “${from}” into “${into}”?`,
    mergeBody: (conversations: number, from: string, into: string) =>
      `There is a tag “${into}” already. ${count(conversations, 'conversation')} tagged “${from}” will be tagged “${into}” instead. You can undo this.`,
    merge: 'Merge',
  },
  colors: {
    grey: 'Grey',
    red: 'Red',
    orange: 'Orange',
    yellow: 'Yellow',
    green: 'Green',
    teal: 'Teal',
    blue: 'Blue',
    violet: 'Violet',
    pink: 'Pink',
  },
  figure: formatNumber,
} as const;
