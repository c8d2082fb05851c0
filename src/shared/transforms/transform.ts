import type { OutlineRow, Part, PartCode } from '../model.ts';

/** What was hidden, as it is counted and named in the trace it leaves. */
export const hiddenKinds = ['tool call', 'tool result', 'thinking part'] as const;
export type HiddenKind = (typeof hiddenKinds)[number];

/** `null`: keep; else what the part is counted as in the trace. */
export type Verdict = HiddenKind | null;

/** All that a verdict may look at, beside the kind of the part: alike for most messages, so that a reader asks once for all of them. */
export type Sender = Pick<OutlineRow, 'role' | 'origin' | 'hidden'>;

/**
 * A lens: two pure functions on parts. `select` decides from the outline alone, so that a reader can lay out 100,000 messages without
 * their text; `rewrite` changes the text of what is kept and returns the very same part when it changes nothing.
 *
 * Laws, tested for every registered transform: applied twice it is as applied once; a part it keeps is equal to the original unless
 * `rewrite` is documented to change it; it never adds parts, messages or text.
 */
export interface Transform {
  /** As in `--transform NAME`; fixed, scripts depend on it. */
  readonly name: string;
  /** On the toggle of the lens bar. */
  readonly label: string;
  /** A sentence for help and docs. */
  readonly description: string;
  readonly select: (code: PartCode, row: Sender) => Verdict;
  readonly rewrite: (part: Part) => Part;
}

export const keepPart = (part: Part): Part => part;
