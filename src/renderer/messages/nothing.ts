import { count, formatNumber } from '../ui/format.ts';

const conversations = (figure: number): string => count(figure, 'conversation');

/** What the window says where the list has nothing to show. */
export const nothing = {
  title: 'Nothing found',
  soFar: 'Nothing found so far',
  stillReading: (done: number, of: number) =>
    `${formatNumber(done)} of ${conversations(of)} that have to be read for this are read. The search goes on.`,
  readingStopped: (done: number, of: number) =>
    `Not everything was read: the search was stopped after ${formatNumber(done)} of ${conversations(of)}.`,
  readOn: 'Read on',
  didYouMean: 'Did you mean',
  instead: 'Search for',
  onlyFilters: 'No conversation passes all of these filters.',
  filtersEmptied: (found: number) =>
    found === 1
      ? 'One conversation has these words; the filters leave it out.'
      : `${conversations(found)} have these words; the filters leave all of them out.`,
  withoutFilters: 'Search without the filters',
  nowhere: 'In no conversation at all:',
  onlyApart: 'No conversation has all of this. On its own:',
  apart: 'On its own:',
  leaveOut: 'Leave one of these out to find something:',
  without: 'Without',
  only: 'Only',
  found: conversations,
  showAll: 'Show everything',

  noneHere: 'No conversations here',
  noneHereHow: 'What you import appears here. What you archived is still found by searching.',
  showArchived: 'Show what is archived',
  showTrash: 'Show the trash',
  noneStarred: 'Nothing starred yet',
  noneStarredHow: 'puts a star on the conversation under the cursor; starred ones are kept together here.',
  noneArchived: 'Nothing archived',
  noneArchivedHow: 'archives the conversation under the cursor. It leaves this list, and words still find it.',
  noneGone: 'Nothing is kept here alone',
  noneGoneHow:
    'Conversations stand here that a newer export no longer has, or whose files were deleted from this computer. Nothing you imported has gone missing elsewhere.',
  trashEmpty: 'The trash is empty',
  trashEmptyHow: 'moves a conversation to the trash. It stays here until you empty the trash.',
} as const;
