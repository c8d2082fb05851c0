import type { Json, Origin, Part, ProviderId, Relation, Role, Usage } from './model.ts';

/** What a provider makes of one record, before anything is merged or stored. Pure data, independent of order of arrival. */
export interface ParsedMessage {
  /** The provider's own id, or one derived from content; unique in the conversation, never a position in the file. */
  readonly nativeId: string;
  /** Native id of the parent; null or unknown means root. */
  readonly parent: string | null;
  readonly role: Role;
  readonly origin: Origin;
  readonly author: string | null;
  readonly model: string | null;
  readonly createdAt: number | null;
  readonly hidden: boolean;
  readonly usage: Usage | null;
  readonly parts: readonly Part[];
}

export interface ParsedAttachment {
  /** What image and file parts refer to. */
  readonly nativeId: string;
  readonly name: string | null;
  readonly mime: string | null;
  readonly size: number | null;
  /** Bytes that came inside the record (base64). */
  readonly bytes?: Uint8Array;
  /** Name of the bundle's entry that holds the bytes. */
  readonly entry?: string;
}

export interface ParsedConversation {
  readonly nativeId: string;
  /** As the provider states it; null: the archive makes one from the first words a person said. */
  readonly title: string | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly project: string | null;
  readonly cwd: string | null;
  readonly gitBranch: string | null;
  /** Used for assistant messages that name no model. */
  readonly model: string | null;
  readonly archived: boolean;
  /** Starred or pinned there; absent: not, or the format does not say. */
  readonly starred?: true;
  /** Tags that it has there; absent: none. */
  readonly tags?: readonly string[];
  readonly parent: { readonly nativeId: string; readonly relation: Relation } | null;
  /** Native id of the message the provider's window shows last; null: the newest leaf. */
  readonly activeLeaf: string | null;
  /** In source order (the tie-breaker among siblings). Parents may come after children. */
  readonly messages: readonly ParsedMessage[];
  readonly attachments: readonly ParsedAttachment[];
  /**
   * Logs only. Conversations that share a key may hold copies of each other's messages (forks, resumes) and are resolved together.
   */
  readonly familyKeys: readonly string[];
  /**
   * Logs only. The record holds a piece of the conversation, as an exchange of an activity log is: the pieces of one identity are one line
   * in order of time, though they share no message.
   */
  readonly piece?: true;
  /**
   * Logs only. Native ids of messages outside the record that messages in it go on from: a record of the same identity that holds one of
   * them is of the same conversation, though they share no message.
   */
  readonly continues?: readonly string[];
  /** Logs only. Ids of further lines of the conversation, which `continues` and `parent` of another record may name instead of a message. */
  readonly aliases?: readonly string[];
}

/** Something that could not be read. `raw` is kept, so that nothing is lost. */
export interface ParsedIssue {
  readonly code: string;
  /** A sentence: what is wrong, and what it means for the person. */
  readonly message: string;
  /** Position inside the record: `line 12`, `mapping.abc`, or empty for the record itself. */
  readonly where: string;
  readonly raw: string;
  /** What the broken thing would have been. */
  readonly unit: 'conversation' | 'message' | 'attachment';
}

/** Something new in a format. `example` is a shape (`{a:string,b:[number]}`), never content. */
export interface Drift {
  readonly kind: 'field' | 'type' | 'file';
  readonly path: string;
  readonly count: number;
  readonly example: string;
}

export interface Parsed {
  readonly conversations: readonly ParsedConversation[];
  readonly issues: readonly ParsedIssue[];
  readonly drift: readonly Drift[];
  /** Things of the record that are no conversation or message, counted: state lines, empty conversations. */
  readonly ignored: { readonly conversations: number; readonly messages: number };
  /** Why nothing came of it, when nothing did. */
  readonly reason?: string;
  /** What this record needed of `RawRecord.side`, in the same shape and small: kept beside the original for `reparse`. */
  readonly side?: Side;
  /**
   * All that the record asked of `RawRecord.side`, found or not, as the provider's `answers` understands it. Left out where that cannot
   * be said: the record is then parsed again wherever something lies beside it.
   */
  readonly asked?: readonly Question[];
  /** Titles given here to conversations that live in other records, by the native id of one of their messages. */
  readonly titles?: readonly { readonly message: string; readonly title: string }[];
  /** Whose it is, where the record says so: an opaque id, so that exports of two accounts are told apart. */
  readonly account?: string;
}

/** A question to what lies beside a record: its kind, and what it is about. */
export type Question = readonly [kind: string, ...about: string[]];

/** One record as it is kept and can be parsed again, without the person's files. */
export interface RawRecord {
  readonly provider: ProviderId;
  /** UTF-8 JSON of one conversation, or the whole bytes of one session file. */
  readonly bytes: Uint8Array;
  /** Entry name, for ids that live in file names; never an identity by itself. */
  readonly name: string;
  /** Facts from beside the record: all that `gather` found, or, when parsed again, what the first parse kept of it (`Parsed.side`). */
  readonly side: Side;
}

export interface Side {
  readonly shared: Json;
  /** Of this entry alone. */
  readonly entry: Json;
}
