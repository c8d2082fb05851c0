import type { Provider } from './provider.ts';

// For tests alone: one conversation, told in every format, so that the same laws are held by every provider.

/** A conversation to be written down in a provider's format: a line of messages, person and assistant by turns, beginning with the person. */
export interface Told {
  /** A UUID; the native id where the format has one. */
  readonly id: string;
  readonly title: string;
  /** Epoch milliseconds, whole seconds. Message n is said `n` minutes later; the conversation was last changed with its last message. */
  readonly startedAt: number;
  readonly messages: readonly ToldMessage[];
}

export interface ToldMessage {
  /** A UUID; the native id where the format has one. */
  readonly id: string;
  readonly from: 'person' | 'assistant';
  /** Words, punctuation, several lines, any script; never markup of a format. */
  readonly text: string;
}

/** Writes conversations as a provider's own program would. One per provider, in its `fixture.ts`; all of them in `writers.ts`. */
export interface Writer {
  readonly provider: Provider;
  /** What is written at all: titles, times of messages, ids of its own for conversations and for messages. */
  readonly says: {
    readonly titles: boolean;
    readonly times: boolean;
    readonly ids: boolean;
    readonly messageIds: boolean;
    /** Messages are numbered within their conversation: two conversations of one id always seem to have messages in common. */
    readonly numbered?: true;
    /** The format has a way to hold no conversation at all. */
    readonly empty: boolean;
  };
  /** How a person gets it: one file, a folder of files, or a zip of them. */
  readonly comesAs: 'file' | 'folder' | 'zip';
  /** The files by name, holding exactly these conversations, in this order. */
  readonly write: (conversations: readonly Told[]) => Readonly<Record<string, string | Uint8Array>>;
  /** The native id that the archive gives to a conversation; null where it is made from content. */
  readonly nativeId: (told: Told) => string | null;
  /**
   * A file of `write` with one more record among the good ones that cannot be read; what it must be told as (`quarantined`: an issue that
   * keeps its raw text; `ignored`).
   */
  readonly broken: (conversations: readonly Told[]) => {
    readonly files: Readonly<Record<string, string | Uint8Array>>;
    readonly told: 'quarantined' | 'ignored';
  };
}
