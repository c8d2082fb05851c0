/** What the window says in `app`. */
export const app = {} as const;
