/** What the window says in `facets`. */
export const facets = {} as const;
