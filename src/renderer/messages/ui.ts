/** What the window says in parts that every feature uses. */
export const ui = {
  close: 'Close',
  dismiss: 'Dismiss',
  messages: 'Messages of the window',
  followedBy: 'then',
  keyNames: { Mod: 'Ctrl', Escape: 'Esc', Delete: 'Del', PageDown: 'PgDn', PageUp: 'PgUp' } as Readonly<Record<string, string>>,
} as const;
