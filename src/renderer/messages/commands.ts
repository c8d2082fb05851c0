import { count } from '../ui/format.ts';

/** What the window says in the command palette, the help sheet and the hint of chords. */
export const commands = {
  groups: { Anywhere: 'Anywhere', List: 'The list', Keep: 'Keep', Conversation: 'The conversation' },

  palette: {
    title: 'Command palette',
    label: 'A command, a tag, a provider or a title',
    placeholder: 'Type a command, a tag, a title…',
    results: 'Results',
    recent: 'Used last',
    commands: 'Commands',
    saved: 'Saved searches',
    tags: 'Tags',
    providers: 'Providers',
    conversations: 'Conversations',
    none: (typed: string) => `Nothing is called “${typed.trim()}”.`,
    searchAll: (typed: string) => `Search for “${typed.trim()}”`,
    search: 'Search',
    run: 'to run',
    move: 'to move',
    close: 'to close',
    figure: (conversations: number) => count(conversations, 'conversation'),
  },

  help: {
    title: 'Keyboard shortcuts',
    filter: 'Find a shortcut',
    none: (typed: string) => `No shortcut is called “${typed.trim()}”.`,
    found: (shortcuts: number) => count(shortcuts, 'shortcut'),
    or: 'or',
    language: 'What the search understands',
    languageIntro: 'Words must all be there. Press an example to search for it.',
    field: 'Write',
    meaning: 'To find',
    try: (example: string) => `Search for ${example}`,
    grammar: [
      { example: 'tide harbour', help: 'both words, anywhere in the conversation' },
      { example: '"high tide"', help: 'these words next to each other' },
      { example: 'tide OR harbour', help: 'one of them, or both' },
      { example: 'tide -harbour', help: 'the one without the other' },
      { example: 'harb*', help: 'words that begin so' },
      { example: '(tide OR ebb) harbour', help: 'parentheses hold together' },
    ],
  },

  chord: { title: (key: string) => `${key}, then…` },

  menu: { copyLink: 'Copy link', linkCopied: 'Copied the link.', linkFailed: 'The link could not be copied.' },
} as const;
