import type { LanguageName } from './languages.ts';

/** What a piece of code is, for its colour; plain text has none. */
export const colourNames = [
  'constant',
  'string',
  'comment',
  'keyword',
  'parameter',
  'function',
  'string-expression',
  'punctuation',
  'link',
  'inserted',
  'deleted',
  'changed',
] as const;

export type ColourName = (typeof colourNames)[number];

/** A piece of a line: its text, and what it is. */
export type Piece = readonly [text: string, colour: ColourName | null];

/** A text as lines of pieces. Together the pieces of a line are the line. */
export type Coloured = readonly (readonly Piece[])[];

/** Characters above which code stays plain: colouring it would take longer than reading it. */
export const mostColoured = 100_000;

/** What the worker is asked, and what it answers. */
export interface Colouring {
  readonly question: { readonly text: string; readonly language: LanguageName };
  /** Empty when it could not be coloured. */
  readonly answer: Coloured;
}
