/** What the window says in `export`. */
export const exporting = {} as const;
