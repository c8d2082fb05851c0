/** What the window says in `keep`. */
export const keep = {
  removeTag: (name: string) => `Remove the tag ${name}`,
} as const;
