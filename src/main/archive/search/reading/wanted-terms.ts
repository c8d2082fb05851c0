import { joins, queryTerms } from '../../../../shared/query/index-terms.ts';

/** What `termsOf` asks of the index, to be looked for in terms themselves. */
export interface WantedTerms {
  /** All of these, the last of them as a beginning when `prefix`. */
  readonly terms: readonly string[];
  readonly prefix: boolean;
  /** Also these next to each other, in one text of a message; null: where the terms stand is all the same. */
  readonly inOrder: readonly string[] | null;
}

/** Null for a text that holds nothing that is indexed. */
export function wantedTerms(text: string, prefix: boolean): WantedTerms | null {
  const { parts, joints, joined, exact } = queryTerms(text);
  if (parts.length === 0) return null;
  if (parts.length === 1 || (joined && (exact || prefix)))
    return { terms: joined && joints.length > 0 ? joints : parts, prefix, inOrder: null };
  if (!prefix) return { terms: joints, prefix, inOrder: parts };
  const end = parts.at(-1) ?? '';
  const before = parts.slice(0, -1);
  const whole = joints.filter((joint) => !joins(joint, before.at(-1) ?? '', end));
  return { terms: [...before, ...whole, end], prefix, inOrder: null };
}
