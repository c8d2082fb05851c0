import { createHash } from 'node:crypto';
import type { Attachment, Conversation } from '../../shared/model.ts';

/** Names of exported files: valid on Windows, macOS and Linux, the same at every export of the same conversation, never two alike. */
export interface Names {
  /** `2025-03-01 Title 1a2b3c4d.md`: the day (UTC) it began, its title, and eight letters of the hash of its id. */
  readonly conversation: (
    conversation: Pick<Conversation, 'id' | 'title' | 'createdAt' | 'updatedAt'>,
    extension: string,
  ) => string;
}

export function createNames(): Names {
  const taken = new Set<string>();
  return {
    conversation: ({ id, title, createdAt, updatedAt }, extension) => {
      const time = createdAt ?? updatedAt;
      const day = time === null ? 'undated' : new Date(time).toISOString().slice(0, 10);
      const safe = safeName(title, 80);
      const hash = createHash('sha256').update(id).digest('hex');
      for (let length = 8; ; length *= 2) {
        const name = `${day} ${safe === '' ? '' : `${safe} `}${hash.slice(0, length)}.${extension}`;
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

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Text as a part of a file name: without what any of the three systems, a link or a shell would stumble over; at most `limit` UTF-16
 * units and 160 bytes, cut between characters as a reader sees them.
 */
export function safeName(text: string, limit: number): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu, ' ')
    .replace(/[<>:"/\\|?*#%^[\]`$]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let name = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(clean.slice(0, limit * 4))) {
    bytes += Buffer.byteLength(segment);
    if (name.length + segment.length > limit || bytes > 160) break;
    name += segment;
  }
  // Windows drops dots and spaces at the end; a dot at the beginning hides the file elsewhere.
  return name.replace(/^[. ]+|[. ]+$/g, '');
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
