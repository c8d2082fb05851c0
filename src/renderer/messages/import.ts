/** What the window says in `import`. */
export const importing = {} as const;
