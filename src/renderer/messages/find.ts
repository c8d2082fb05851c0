import { count, formatNumber } from '../ui/format.ts';

/** What the window says in `reader/find`. */
export const find = {
  bar: 'Find in this conversation',
  notes: 'About the matches',
  placeholder: 'Find in this conversation',
  clear: 'Close find',
  previous: 'Previous match',
  next: 'Next match',
  none: 'No matches',
  searching: 'Searching…',
  /** `all` may be cut off: then there are `more`. */
  place: (at: number, all: number, more: boolean) => `${formatNumber(at)} of ${formatNumber(all)}${more ? '+' : ''}`,
  count: (all: number, more: boolean) => (more ? `${formatNumber(all)}+ matches` : count(all, 'match', 'matches')),
  said: (at: number, all: number, more: boolean) => `Match ${find.place(at, all, more)}`,
  elsewhere: 'on another branch',
  where: { tools: 'tool', thinking: 'thinking', code: 'code', attachments: 'attachment' },
  whereSaid: { tools: 'in a tool call', thinking: 'in thinking', code: 'in code', attachments: 'in an attachment' },
  wentOn: (title: string, by: 1 | -1, wrapped: boolean) =>
    by === 1
      ? `${wrapped ? 'Back at the first conversation' : 'Next conversation'}: ${title}`
      : `${wrapped ? 'On to the last conversation' : 'Previous conversation'}: ${title}`,
  atFirst: 'This is the first conversation of the result',
  againFirst: 'No other conversation: again from the first match',
  againLast: 'No other conversation: again from the last match',
  foundAround: 'Found in its title, its note or in what is hidden',
  failed: 'This could not be searched',
  hidden: {
    'strip-tools': (hits: number) => `${count(hits, 'match is', 'matches are')} in hidden tool calls`,
    'strip-thinking': (hits: number) => `${count(hits, 'match is', 'matches are')} in hidden thinking`,
    other: (hits: number) => `${count(hits, 'match is', 'matches are')} hidden`,
  },
  show: 'Show',
  showTools: 'Show tool calls',
  showThinking: 'Show thinking',
} as const;
