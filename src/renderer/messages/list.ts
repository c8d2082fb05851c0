/** What the window says in `list`. */
export const list = {} as const;
