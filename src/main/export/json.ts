import type { ConversationDetail } from '../../shared/contract.ts';
import type { Attachment, Message } from '../../shared/model.ts';
import { conversationFields, conversationRow, messageFields, messageRow, pickFields, type Row } from '../../shared/rows.ts';
import type { Transform } from '../../shared/transforms/index.ts';

export interface JsonOptions {
  readonly transforms: readonly Transform[];
  readonly branches: 'active' | 'all';
  /** Fields of the messages; null: all of them. */
  readonly fields: readonly string[] | null;
  /** Path of the bytes beside the document, or null. */
  readonly hrefOf: (attachment: Attachment) => string | null;
}

/** Of the shape below; raised when a reader of the old one would misread the new. */
export const documentVersion = 1;

/** Turns a conversation into one JSON value piece by piece: `head`, the pieces of every message in order of index, `tail`. */
export interface JsonWriter {
  readonly head: () => string;
  readonly message: (message: Message) => string;
  readonly tail: () => string;
}

/**
 * The whole of a conversation: its row (docs/cli.md), in which `messages` and `attachments` are the things themselves, their counts
 * being the lengths. With all branches and no transforms nothing is left out, so that it can be imported again.
 */
export function jsonWriter(detail: ConversationDetail, options: JsonOptions, separator = ''): JsonWriter {
  const rows = messageRows(detail, options);
  let first = true;
  return {
    head: () => {
      const {
        messages: _messages,
        attachments: _attachments,
        ...row
      } = pickFields(conversationRow(detail.conversation), conversationFields);
      const head = {
        polylogue: documentVersion,
        transforms: options.transforms.map((transform) => transform.name),
        branchesShown: options.branches,
        ...row,
        nativeId: detail.conversation.nativeId,
        attachments: detail.attachments.map((attachment) => ({ ...attachment, file: options.hrefOf(attachment) })),
      };
      return `${JSON.stringify(head).slice(0, -1)},"messages":[${separator}`;
    },
    message: (message) => {
      const row = rows(message);
      if (row === null) return '';
      const comma = first ? '' : `,${separator}`;
      first = false;
      return comma + JSON.stringify(row);
    },
    tail: () => `${separator}]}`,
  };
}

/** Message rows of one conversation, given its messages in order of index; null for one on a branch that is left out. */
export function messageRows(
  { conversation }: ConversationDetail,
  { transforms, branches, fields }: Pick<JsonOptions, 'transforms' | 'branches' | 'fields'>,
): (message: Message) => Row | null {
  const ids: string[] = [];
  return (message) => {
    ids[message.index] = message.id;
    if (branches === 'active' && !message.onActivePath) return null;
    const row = messageRow(conversation.id, message, ids[message.parent] ?? null, transforms);
    return pickFields(row, fields ?? messageFields);
  };
}
