import { count, formatNumber } from '../ui/format.ts';

/** What the window says in `search`. */
export const search = {
  name: 'Search conversations',
  placeholder: 'Search everything',
  clear: 'Clear the search',
  searchable: (share: number) => `${share} % searchable`,
  searchableStopped: (share: number) => `${share} % searchable, stopped`,
  searchableOf: (done: number, of: number, fault?: string) =>
    `${formatNumber(done)} of ${formatNumber(of)} conversations are searchable${fault === undefined ? '' : `. The search index does not get on: ${fault} It is tried again every half minute.`}`,
  suggestions: 'Suggestions',
  suggested: (items: number) => (items === 0 ? '' : `${count(items, 'suggestion')}. Arrow keys choose, Tab takes.`),
  recent: 'Recent searches',
  recentOffered: (searches: number) =>
    `${count(searches, 'recent search', 'recent searches')}. Arrow keys choose, Delete forgets one.`,
  forget: 'Forget this search',
  forgetAll: 'Forget all recent searches',
  forgetKeys: 'Delete forgets the one that is highlighted.',
  forgotten: 'Recent searches forgotten.',
  meaning: (words: string) => `Conversations ${words}`,
  reading: 'Reading conversations',
  read: (done: number, of: number, found: number) =>
    `Read ${formatNumber(done)} of ${count(of, 'conversation')}: ${formatNumber(found)} found so far`,
  readStopped: (done: number, of: number, found: number) =>
    `Stopped after ${formatNumber(done)} of ${count(of, 'conversation')}: ${formatNumber(found)} found`,
  readShare: (share: number) => `${share} % read`,
  stopReading: 'Stop',
  readOn: 'Read on',
  fieldHint: (help: string, example: string) => `${help}, for example ${example}`,
  help: 'What can be searched',
  helpTitle: 'What can be searched',
  helpWords: 'Words',
  helpExpressions: 'Regular expressions',
  helpFields: 'Filters',
  helpDates: 'Dates',
  helpNumbers: 'Numbers',
  helpInsert: (example: string) => `Put ${example} into the search`,
  helpKeys: 'Ctrl+Space shows what fits where you are writing.',
} as const;
