/** What the window says in `keep`. */
export const keep = {} as const;
