import { count, formatNumber } from '../ui/format.ts';

/** What the window says in `settings`. */
export const settings = {
  title: 'Settings',
  appearance: {
    title: 'Appearance',
    theme: { label: 'Theme', values: { system: 'As the system', light: 'Light', dark: 'Dark' } },
    contrast: {
      label: 'Contrast',
      hint: 'High draws stronger lines and darker text.',
      values: { system: 'As the system', high: 'High', normal: 'Normal' },
    },
    density: { label: 'Density', values: { comfortable: 'Comfortable', compact: 'Compact' } },
    textSize: {
      label: 'Text size',
      values: { '90': '90 %', '100': '100 %', '110': '110 %', '125': '125 %', '150': '150 %' },
    },
    motion: { label: 'Motion', values: { system: 'As the system', reduced: 'Reduced' } },
  },
  reading: {
    title: 'Reading',
    lenses: 'Hide in every conversation',
    lensesHint: 'What is hidden leaves a line that says so, and stays in the archive.',
    wrap: 'Long lines of code',
    wrapHint: 'The button on a code block changes this too.',
    wrapped: 'Wrap',
    scrolled: 'Scroll',
  },
  deleted: {
    label: 'Deleted for good',
    hint: 'Imports leave them out, also when a newer export has more of them.',
    count: (conversations: number): string => (conversations === 0 ? 'None' : count(conversations, 'conversation')),
    show: 'Show which',
    hide: 'Hide them',
    list: 'Deleted for good, the latest first',
    untitled: (provider: string): string => `A conversation from ${provider}`,
    one: 'Let in again',
    letInOne: (name: string): string => `Let in again: ${name}`,
    more: 'Show more',
    letIn: 'Let all in again…',
    title: 'Let in again what you deleted for good?',
    sure: (conversations: number): string =>
      `${count(conversations, 'conversation')} may come again: import the files that have them. What is still in the archive comes by itself.`,
    confirm: 'Let them in',
    cancel: 'Leave them out',
    done: (conversations: number): string => `${count(conversations, 'conversation')} may be imported again.`,
  },
  archive: {
    title: 'Archive',
    where: 'Where it is',
    copy: 'Copy path',
    copied: 'Path copied.',
    copyFailed: 'The path could not be copied. Select it and press Ctrl+C.',
    show: 'Show in folder',
    open: 'Open another…',
    move: 'Move…',
    size: 'On disk',
    sizeHint: 'Originals, attachments and the search index together.',
    holds: 'Holds',
    held: (conversations: number, messages: number): string =>
      `${count(conversations, 'conversation')}, ${count(messages, 'message')}`,
    index: 'Search index',
    indexed: 'Complete',
    indexing: (done: number, of: number, again: boolean): string =>
      `${again ? 'Being made again' : 'Being made'}: ${formatNumber(done)} of ${count(of, 'conversation')}`,
    another: 'Use another archive',
    anotherHint: 'Start the window on another folder; it is made when it is not there.',
    anotherCommand: 'polylogue serve --archive FOLDER',
    backup: 'Back up',
    backupHint: 'Writes one file with everything in it, also while the archive is in use.',
    backupCommand: (path: string): string => `polylogue backup polylogue.backup --archive ${quoted(path)}`,
    copyCommand: 'Copy command',
    commandCopied: 'Command copied.',
    moveTitle: 'Move the archive?',
    moveBody: (from: string, to: string): string =>
      `Everything in ${from} goes to ${to}. The window opens it there and starts anew.`,
    moveNow: 'Move it',
    keep: 'Leave it where it is',
    loading: 'Asking the archive…',
    failed: 'The archive does not answer.',
  },
  keyboard: {
    title: 'Keyboard',
    label: 'Every key and what it does',
    hint: 'Everything in the window can be done from the keyboard.',
    show: 'Show shortcuts',
  },
  about: {
    title: 'About',
    version: 'Version',
    licence: 'Licence',
    licenceName: 'MIT',
    kept: 'Settings',
    keptWhere: 'In the archive itself, in user.db: they go where the archive goes.',
    privacy: 'Privacy',
    privacyText: 'Nothing leaves your machine: no account, no telemetry, no update check.',
  },
  said: {
    density: { comfortable: 'Density: comfortable.', compact: 'Density: compact.' },
    textSize: (percent: string): string => `Text size: ${percent} %.`,
    largest: 'This is the largest text size.',
    smallest: 'This is the smallest text size.',
  },
} as const;

/** A path as one word of a shell's. */
function quoted(path: string): string {
  return /^[\w./~:\\-]+$/.test(path) ? path : `"${path.replaceAll('"', '\\"')}"`;
}
