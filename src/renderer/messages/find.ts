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
