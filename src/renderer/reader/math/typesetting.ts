/** What the worker is asked, and what it answers. */
export interface Typesetting {
  readonly question: { readonly tex: string; readonly display: boolean };
  /** KaTeX's markup; null for what it does not understand. */
  readonly answer: string | null;
}
