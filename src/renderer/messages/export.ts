import type { exportFormats } from '../../shared/requests.ts';
import { count } from '../ui/format.ts';

/** What the window says in `export`. */
export const exporting = {
  title: 'Export',
  what: 'What',
  one: (title: string): string => `“${title || 'Untitled'}”`,
  selected: (conversations: number): string => `${count(conversations, 'conversation')} selected`,
  found: (conversations: number | null): string =>
    conversations === null ? 'Everything found' : `Everything found: ${count(conversations, 'conversation')}`,
  all: (conversations: number | null): string =>
    conversations === null ? 'The whole archive' : `The whole archive: ${count(conversations, 'conversation')}`,
  words: (words: number): string => count(words, 'word'),
  nothing: 'There is nothing to export: nothing is found.',
  format: 'Format',
  formats: {
    markdown: { label: 'Markdown', hint: 'A file each, with front matter. Images and files lie beside them.' },
    json: { label: 'JSON', hint: 'A file each with every field. Images and files lie beside them.' },
    jsonl: { label: 'JSON Lines', hint: 'One file, a line for each conversation. Images and files lie beside it.' },
  } satisfies Readonly<Record<(typeof exportFormats)[number], { readonly label: string; readonly hint: string }>>,
  options: 'Options',
  branches: 'Other versions of answers too',
  branchesHint: 'Where an answer was made again or a question was changed.',
  where: 'Where',
  places: { folder: 'Into a folder', zip: 'As one zip' },
  asFile: 'It is saved as one Markdown file.',
  asZip: 'It is saved as one zip.',
  cancel: 'Cancel',
  export: 'Export',
  exportTo: 'Choose a folder…',
  saved: (name: string): string => `Saved as ${name}`,
  failed: (why: string): string => `The export could not begin: ${why}`,
  zipName: (day: string): string => `Polylogue ${day}.zip`,
} as const;
