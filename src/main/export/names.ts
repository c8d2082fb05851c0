import { createHash } from 'node:crypto';
import { conversationFileName, hashLength, safeName } from '../../shared/file-names.ts';
import type { Attachment, Conversation } from '../../shared/model.ts';

/** Names of exported files: valid on Windows, macOS and Linux, the same at every export of the same conversation, never two alike. */
export interface Names {
  /** `2025-03-01 Title 1a2b3c4d.md`; more letters of the hash where eight are taken. */
  readonly conversation: (
    conversation: Pick<Conversation, 'id' | 'title' | 'createdAt' | 'updatedAt'>,
    extension: string,
  ) => string;
}

export function createNames(): Names {
  const taken = new Set<string>();
  return {
    conversation: (conversation, extension) => {
      const hash = createHash('sha256').update(conversation.id).digest('hex');
      for (let length = hashLength; ; length *= 2) {
        const name = conversationFileName(conversation, hash.slice(0, length), extension);
        // Windows and macOS tell names apart by neither case nor normal form.
        const key = name.normalize('NFC').toLowerCase();
        if (taken.has(key) && length < hash.length) continue;
        taken.add(key);
        return name;
      }
    },
  };
}

/** Path beside the documents, by content: the same bytes under the same name are one file. */
export function attachmentName(attachment: Attachment & { readonly hash: string }): string {
  const own = safeName(attachment.name ?? '', 80);
  const hash = attachment.hash.slice(0, 16);
  if (own === '') return `attachments/${hash}${extensionOf(attachment.mime)}`;
  const named = /\.[A-Za-z0-9]{1,8}$/.test(own) ? own : `${own}${extensionOf(attachment.mime)}`;
  return `attachments/${hash}-${named}`;
}

function extensionOf(mime: string | null): string {
  const known: Readonly<Record<string, string>> = {
    'image/png': '.png',
    'image/jpeg': '.jpg',
    'image/gif': '.gif',
    'image/webp': '.webp',
    'image/svg+xml': '.svg',
    'application/pdf': '.pdf',
    'text/plain': '.txt',
    'text/markdown': '.md',
    'text/csv': '.csv',
    'text/html': '.html',
    'application/json': '.json',
    'application/zip': '.zip',
    'audio/wav': '.wav',
    'audio/x-wav': '.wav',
    'audio/mpeg': '.mp3',
    'video/mp4': '.mp4',
  };
  return (mime === null ? undefined : known[mime.split(';')[0]?.trim().toLowerCase() ?? '']) ?? '';
}
