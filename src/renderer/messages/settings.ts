/** What the window says in `settings`. */
export const settings = {} as const;
