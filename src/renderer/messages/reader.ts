/** What the window says in `reader`. */
export const reader = {} as const;
