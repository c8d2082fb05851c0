/** What the window says in `search`. */
export const search = {} as const;
