import type { Json, Origin, Outcome, Part, Role, Usage } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';

/** A message in the making. */
export interface Draft {
  readonly id: string;
  readonly role: Role;
  readonly origin: Origin;
  readonly author: string | null;
  readonly model: string | null;
  readonly time: number | null;
  readonly hidden: boolean;
  usage: Usage | null;
  parts: Part[];
  attachments: readonly ParsedAttachment[];
}

/** Under what condition a message that an event tells of is one: the two logs of a file say the same things twice. */
export type Unless =
  /** Words that a response item of this role says as well; `again` is a third place that repeats the events. */
  | { readonly said: 'user' | 'assistant'; readonly text: string; readonly again: boolean }
  /** Reasoning that an item holds, or fails to hold. */
  | { readonly thought: string }
  /** The last words of a turn, kept when the turn has none of the assistant's. */
  | { readonly lastWords: string }
  /** A call that an item makes as well. */
  | { readonly called: string }
  /** A result that an item gives as well; what the event knows better (`outcome`, `details`) goes into it. */
  | { readonly answered: string; readonly outcome: Outcome; readonly details?: Json };

/** What a line gives. */
export type Entry =
  | { readonly kind: 'message'; readonly draft: Draft; readonly unless?: Unless; readonly divider?: true }
  /** Words that are most often told twice: the message is made when they are not. */
  | { readonly kind: 'words'; readonly make: () => Draft; readonly unless: Unless }
  | { readonly kind: 'rollback'; readonly turns: number }
  | { readonly kind: 'usage'; readonly usage: Usage };
