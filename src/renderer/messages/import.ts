import { bytesText } from '../../shared/bytes-text.ts';
import type { JobProgress } from '../../shared/contract.ts';
import type { Counts, RunStatus } from '../../shared/receipt.ts';
import type { ReceiptFigure, RecordUnit } from '../../shared/requests.ts';
import { count, formatDuration, formatNumber } from '../ui/format.ts';

/** Pieces of a line with a dot between them; those that are nothing are left out. */
export const dotted = (pieces: readonly (string | null | false | undefined)[]): string => pieces.filter(Boolean).join(' · ');

/** How to come by what can be imported, in the provider's own words for its menus. */
const ways = {
  chatgpt: {
    steps: [
      'Open Settings → Data controls.',
      'Choose Export data, then Confirm export.',
      'Follow the link in the mail to your account’s address.',
    ],
    file: 'One zip with a long name. A few hours, at times a day; the link holds for 24 hours.',
    path: null,
  },
  claude: {
    steps: ['Open Settings → Privacy.', 'Choose Export data.', 'Follow the link in the mail to your account’s address.'],
    file: 'data-….zip, or several conversations-000.zip. Minutes to hours; the link holds for 24 hours.',
    path: null,
  },
  'claude-code': {
    steps: [
      'It is on this computer already: drop the folder.',
      'Do it now and then: Claude Code deletes sessions after 30 days.',
    ],
    file: 'One folder for each project.',
    path: '~/.claude/projects',
  },
  codex: {
    steps: ['It is on this computer already: drop the folder.', 'Threads you archived are in archived_sessions beside it.'],
    file: 'One rollout file for each thread.',
    path: '~/.codex/sessions',
  },
} as const;

const figures: Readonly<Record<ReceiptFigure, { readonly label: string; readonly title: string }>> = {
  added: { label: 'Added', title: 'New in the archive' },
  updated: { label: 'Updated', title: 'Newer than what was archived' },
  unchanged: { label: 'Unchanged', title: 'Archived already, or an older copy' },
  hidden: { label: 'Left out', title: 'Not kept by a rule: you deleted it' },
  ignored: { label: 'Ignored', title: 'Known not to be a conversation: empty ones, settings, state' },
  quarantined: { label: 'Unreadable', title: 'Kept aside with the reason and the raw text' },
};

/** What the window says in `import`. */
export const importing = {
  welcome: {
    title: 'Drop your conversations here',
    lead: 'Export zips, folders, JSON and log files, just as you got them. They stay on this computer.',
    files: 'Choose files…',
    folder: 'Choose a folder…',
    sample: 'Try with sample conversations',
    where: 'Where to get them',
    ways,
    copyPath: (path: string): string => `Copy ${path}`,
    pathCopied: (path: string): string => `${path} copied.`,
    hiddenFolders:
      'A folder that begins with a dot is hidden. In the dialogue press Ctrl+H on Linux, ⌘ ⇧ . on a Mac; on Windows type its name.',
  },
  drop: {
    title: (files: number): string => (files > 0 ? `Drop ${count(files, 'file')} to import` : 'Drop to import'),
    lead: (files: number): string =>
      files > 1
        ? 'Each zip and folder is imported on its own, one after the other.'
        : 'Export zips, folders, JSON and log files, as they are.',
    nothing: 'There is nothing to import in what was dropped.',
  },
  sample: {
    note: 'These are sample conversations.',
    remove: 'Remove them',
    label: 'Sample conversations',
  },
  jobs: {
    title: 'At work',
    verb: { import: 'Importing', export: 'Exporting', undo: 'Undoing', reparse: 'Reading again' },
    sending: (label: string): string => `Sending ${label}`,
    waiting: 'waiting for its turn',
    starting: 'starting',
    several: (jobs: number): string => `${count(jobs, 'job')} at work`,
    showAll: 'Show each',
    showOne: 'Show as one',
    percent: (percent: number): string => `${percent} %`,
    ofBytes: (done: number, total: number | null): string =>
      total === null ? bytesText(done) : `${bytesText(done)} of ${bytesText(total)}`,
    ofNumber: (done: number, total: number | null): string =>
      total === null ? formatNumber(done) : `${formatNumber(done)} of ${formatNumber(total)}`,
    bytesRate: (rate: number): string => `${bytesText(rate)}/s`,
    rate: (rate: number): string => `${formatNumber(Math.round(rate))}/s`,
    left: (ms: number): string => `${formatDuration(ms)} left`,
    sofar: (conversations: number): string => count(conversations, 'conversation'),
    cancel: 'Cancel',
    cancelOf: (label: string): string => `Cancel ${label}`,
    cancelAll: 'Cancel all',
    again: 'Try again',
    dismiss: 'Dismiss',
    receipt: 'See the receipt',
    receipts: 'See past imports',
    saveAgain: 'Save again',
    show: 'Show in folder',
    progress: (label: string, percent: number): string => `${label}, ${percent} percent`,
    notSent: (label: string, why: string): string => `${label} was not sent: ${why}`,
    broken: 'The connection broke, or the file changed meanwhile. Try again, or drop it once more.',
    refused: (status: number): string => `It was refused (${status}). Try again, or import it with the command line.`,
    brokenOff: (label: string): string =>
      `${label}: broken off, because the program ended. What had been stored is kept; import it again to get the rest.`,
    noFile: 'There is no file in it. Drop the folder that holds the files.',
    ended: endedText,
    endedSeveral: (imports: number, added: number, updated: number): string =>
      `${count(imports, 'import')} done: ${count(added, 'conversation')} added${updated > 0 ? `, ${formatNumber(updated)} updated` : ''}.`,
  },
  names: {
    several: (files: number): string => count(files, 'file'),
  },
  status: {
    running: 'running',
    completed: null,
    interrupted: 'interrupted',
    failed: 'failed',
    cancelled: 'cancelled',
  } satisfies Readonly<Record<RunStatus, string | null>>,
  undone: 'undone',
  runs: {
    title: 'Imports',
    files: 'Import files…',
    folder: 'Folder…',
    none: 'Nothing was imported yet',
    noneLead: 'Every import leaves a receipt here, with the way to undo it.',
    failed: 'The imports could not be read',
    nothing: 'Nothing',
    more: (names: number): string => `and ${formatNumber(names)} more`,
    sum: runText,
  },
  receipt: {
    back: 'All imports',
    missing: 'There is no such import',
    untitled: 'Import',
    files: (files: number): string => count(files, 'file'),
    inside: 'What was in it',
    notes: {
      running: 'This import is still running; the figures grow.',
      completed: null,
      interrupted: 'This import was broken off. What had been stored is kept; import the same files again to get the rest.',
      failed: 'This import failed. What had been stored before is kept.',
      cancelled: 'This import was cancelled. What had been stored before is kept.',
    } satisfies Readonly<Record<RunStatus, string | null>>,
    readAgain: {
      running: 'Originals in the archive are being read again; the figures grow.',
      completed:
        'Nothing was imported: originals in the archive were read again, by a newer version or because you let something in again.',
      interrupted: 'Reading again was broken off. It goes on by itself.',
      failed: 'Reading again failed. What had been read before is kept.',
      cancelled: 'Reading again was broken off. It goes on by itself.',
    } satisfies Readonly<Record<RunStatus, string | null>>,
    undoneNote: 'This import was undone: what only it had brought is no longer in the archive.',
    undo: 'Undo this import…',
    undoTitle: 'Undo this import?',
    undoBody: (added: number, updated: number): string =>
      [
        added > 0 &&
          `${count(added, 'conversation')} that only this import brought ${added === 1 ? 'leaves' : 'leave'} the archive.`,
        updated > 0 &&
          `${count(updated, 'conversation')} ${updated === 1 ? 'goes' : 'go'} back to how ${updated === 1 ? 'it was' : 'they were'} before.`,
      ]
        .filter(Boolean)
        .join(' '),
    undoSafe: 'Your own files are not touched, and you can import them again. Stars, tags and notes come back with them.',
    undoNow: 'Undo the import',
    keep: 'Keep it',
    all: 'Everything that was read, and what became of it',
    of: (name: string): string => `What became of ${name}`,
    what: 'What',
    read: 'Read',
    figures,
    kinds: { conversations: 'Conversations', messages: 'Messages', attachments: 'Attachments' },
    link: (figure: ReceiptFigure, unit: RecordUnit, amount: number): string =>
      `${count(amount, unit)} ${figures[figure].label.toLowerCase()}: show them`,
    unrecognised: 'not recognised',
    skipped: 'Known already, so not read again: the same file was imported before.',
    ignoredFiles: (files: number): string => count(files, 'file in it holds', 'files in it hold') + ' no conversations',
    strangers: (files: number): string => count(files, 'file is', 'files are') + ' no export or log that is known',
    /** What is said of each of many is not said in a heading again. */
    why: (reason: string): string => reason.replace(/^This is not an export or log that is known: /, ''),
    known: 'known already',
    nothing: 'no conversations',
    moreFiles: 'Show more',
    notLookedInto:
      'Pictures, sounds, documents and code were not looked into and are not listed, nor is what lies in node_modules and .git. What a conversation names of them is kept with it.',
    times: (amount: number): string => `× ${formatNumber(amount)}`,
  },
  drift: {
    title: (totals: string): string => `New in this export: ${totals}`,
    lead: 'This version does not know them yet. Everything was imported as far as it goes, and the originals are kept. The shapes below hold no words of yours.',
    kinds: { field: 'field', type: 'type', file: 'file' },
    columns: { kind: 'What', path: 'Where', shape: 'Shape', count: 'Times' },
    copy: 'Copy shape report',
    copied: 'Shape report copied. It holds no words of yours.',
    copyFailed: 'The report could not be copied.',
  },
  issues: {
    title: (issues: number): string => `${count(issues, 'thing')} could not be read`,
    lead: 'Nothing is lost: the raw text of each is kept, and is read again when a later version understands it.',
    raw: 'Raw text',
    whole: 'Open the whole raw text',
    more: 'Show more',
    same: (issues: number): string => `${count(issues, 'more is', 'more are')} the same, in other copies of the same file.`,
  },
  records: {
    back: 'The receipt',
    title: (figure: ReceiptFigure, unit: RecordUnit, amount: number | null): string => {
      const said = amount === null ? `${unit[0]?.toUpperCase() ?? ''}${unit.slice(1)}s` : count(amount, unit);
      const words: Readonly<Record<ReceiptFigure, string>> = {
        added: `${said} added`,
        updated: `${said} updated`,
        unchanged: `${said} unchanged`,
        hidden: `${said} left out`,
        ignored: `${said} ignored`,
        quarantined: `${said} that could not be read`,
      };
      return words[figure];
    },
    lead: {
      added: 'New in the archive with this import.',
      updated: 'This import had a newer version of them.',
      unchanged: 'They were in the archive already, as new or newer.',
      hidden: 'A rule keeps them out: you deleted them for good.',
      ignored: 'Known not to be conversations: empty ones, settings, state.',
      quarantined: 'Kept aside with the reason and the raw text; a later version reads them again.',
    } satisfies Readonly<Record<ReceiptFigure, string>>,
    holding: (unit: RecordUnit): string => `The conversations of this import in which these ${unit}s were read.`,
    inFile: (name: string): string => `in ${name}`,
    showInList: 'Show in the list',
    list: 'Records',
    raw: 'Original',
    openRaw: (title: string): string => `Original record of ${title}`,
    rawText: 'Raw text',
    untitled: 'Untitled',
    none: 'There is nothing behind this figure any more',
    noneLead: 'What it counted was removed, or the import was undone.',
    failed: 'The records could not be read',
    loading: 'Reading the records…',
    shown: (rows: number, more: boolean): string =>
      more ? `${formatNumber(rows)} shown, more below` : `${formatNumber(rows)} shown`,
  },
  rawIssue: {
    back: 'Back',
    title: 'Raw text that could not be read',
    copy: 'Copy',
    copied: 'Raw text copied.',
    copyFailed: 'The text could not be copied.',
    failed: 'The raw text could not be read',
    part: (shown: number, total: number): string => `${bytesText(shown)} of ${bytesText(total)}`,
    more: 'Show more',
    label: 'Raw text',
  },
} as const;

/** How a job ended, in a sentence. */
function endedText({ kind, state, label: named, error, tally, total }: JobProgress): string {
  // The archive's own names begin a sentence here; those of files are left alone.
  const label = kind === 'undo' || named === 'sample conversations' ? named.charAt(0).toUpperCase() + named.slice(1) : named;
  if (state === 'failed') {
    const next = kind === 'import' ? ' Import it again to go on from there.' : '';
    return `${label}: ${error ?? 'failed.'}${next}`;
  }
  if (state === 'cancelled') return `${label}: cancelled.${kind === 'import' ? ' What had arrived is kept.' : ''}`;
  if (kind === 'undo') return `${label} undone.`;
  if (kind === 'reparse') return 'Conversations read by an older version were read again.';
  if (kind === 'export') return total === null ? 'Export ready.' : `Exported ${count(total, 'conversation')}.`;
  if (!tally) return `${label}: done.`;
  const { added, updated, unchanged, quarantined, read } = tally.conversations;
  if (read === 0) return `${label}: no conversations in it.`;
  const parts = [
    added > 0 && `${count(added, 'conversation')} added`,
    updated > 0 && `${formatNumber(updated)} updated`,
    added + updated === 0 && `nothing new, ${count(unchanged, 'conversation')} known already`,
    quarantined > 0 && `${formatNumber(quarantined)} could not be read`,
  ];
  return `${label}: ${parts.filter(Boolean).join(', ')}.`;
}

/** What came of an import, in a line. */
function runText(word: string | null, counts: Counts, completed: boolean, unreadable: number): string {
  const { added, updated, unchanged, read } = counts;
  return dotted([
    word,
    added > 0 && `${formatNumber(added)} added`,
    updated > 0 && `${formatNumber(updated)} updated`,
    added + updated === 0 && unchanged > 0 && `${count(unchanged, 'conversation')} unchanged`,
    read === 0 && completed && 'no conversations in it',
    unreadable > 0 && `${formatNumber(unreadable)} unreadable`,
  ]);
}
