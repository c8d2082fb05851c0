/** What the window says in `commands`. */
export const commands = {} as const;
