/** How queries are written, beside the fields: this table drives the help of the window and the tables of `docs/query-language.md`. */
export interface Writing {
  /** A query that can be tried. */
  readonly example: string;
  readonly help: string;
}

export const syntaxHelp = {
  words: [
    { example: 'tide table', help: 'both words, anywhere: title, messages, code, thinking, tools and their output' },
    { example: '"slack water"', help: 'these words next to each other, in one message' },
    { example: 'harb*', help: 'words that begin so; while you type, the last word is read like this' },
    { example: 'tide -draft', help: 'without the second word; a minus excludes phrases, groups and filters too' },
    { example: 'tide OR moon', help: 'either word; OR binds looser than standing side by side' },
    { example: '(tide OR moon) harbour', help: 'parentheses group' },
    { example: 'tide AND NOT draft', help: 'the same as side by side, and as the minus' },
  ],
  expressions: [
    { example: '/tides?\\b/', help: 'a text that matches the regular expression, in this case of letters' },
    { example: '/high +water/i', help: 'in any case; m: ^ and $ at every line, s: a dot is a line break too' },
    { example: 'tide -/\\d{4}/', help: 'without a match' },
  ],
  dates: [
    { example: 'since:2025-03', help: 'a year, a month or a day; also "March 2025" and march' },
    { example: 'until:"last week"', help: 'today, yesterday, this or last week, month and year' },
    { example: 'since:7d', help: 'days, weeks (w), months (m) or years (y) ago; also "3 weeks ago"' },
    { example: 'on:2025-03..2025-05', help: 'from one date to another' },
  ],
  numbers: [
    { example: 'messages:1', help: 'exactly so many' },
    { example: 'words:>500', help: 'more; also >=, < and <=' },
    { example: 'messages:10..50', help: 'from 10 to 50; either end may be left out' },
    { example: 'turns:1,>20', help: 'any of several' },
  ],
} as const satisfies Readonly<Record<string, readonly Writing[]>>;
