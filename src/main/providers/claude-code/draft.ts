import type { Origin, Part, Role, Usage } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import type { NodeKind } from './tree.ts';

/** A message in the making: one record, or the records of one streamed response. */
export interface Draft {
  readonly id: string;
  /** Native id of the session; null where records name none. */
  readonly session: string | null;
  /** True for the transcript of a subagent. */
  readonly sidechain: boolean;
  readonly agent: string | null;
  /** The uuid of the record this one follows; null for a root. */
  readonly parentUuid: string | null;
  /** Used when there is no `parentUuid`: the real predecessor of a compaction boundary. */
  readonly logicalParent: string | null;
  /** Broken in a way that a later record with the same uuid makes good. */
  weak: boolean;
  kind: NodeKind;
  role: Role;
  origin: Origin;
  author: string | null;
  model: string | null;
  time: number | null;
  hidden: boolean;
  usage: Usage | null;
  parts: Part[];
  attachments: ParsedAttachment[];
}

/** What the content of a record says; the rest of a draft comes from its envelope. */
export type DraftBody = Pick<
  Draft,
  'weak' | 'kind' | 'role' | 'origin' | 'author' | 'model' | 'hidden' | 'parts' | 'attachments'
>;

/** Where a record's calls and attachments get their ids from. */
export interface BodyContext {
  /** Native id of the record. */
  readonly id: string;
  /** An id for a call that has none; the next result without one answers it. */
  readonly anonymousCall: (n: number) => string;
  /** The call that a result without an id answers; '' when there is none. */
  readonly answeredCall: () => string;
  /** The name of a call's tool, when it was seen. */
  readonly toolOf: (callId: string) => string | null;
  /** A block type or attachment type this version does not know. */
  readonly drift: (path: string, name: string, example: unknown) => void;
  /** Entry that holds a result too long for the transcript, by the id in its pointer. */
  readonly spilled: (id: string) => string | null;
}
