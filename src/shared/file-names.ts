import type { Conversation } from './model.ts';

/** What the name of an exported conversation is made of. */
export type Named = Pick<Conversation, 'title' | 'createdAt' | 'updatedAt'>;

/** Letters of the hash of its id in a conversation's name. */
export const hashLength = 8;

/**
 * `2025-03-01 Title 1a2b3c4d.md`: the day (UTC) it began, its title, and the beginning of the SHA-256 of its id. Valid on Windows, macOS
 * and Linux, and the same at every export of the same conversation.
 * @param hash hex
 */
export function conversationFileName({ title, createdAt, updatedAt }: Named, hash: string, extension: string): string {
  const time = createdAt ?? updatedAt;
  const day = time === null ? 'undated' : new Date(time).toISOString().slice(0, 10);
  const safe = safeName(title, 80);
  return `${day} ${safe === '' ? '' : `${safe} `}${hash}.${extension}`;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const utf8 = new TextEncoder();

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
    bytes += utf8.encode(segment).length;
    if (name.length + segment.length > limit || bytes > 160) break;
    name += segment;
  }
  // Windows drops dots and spaces at the end; a dot at the beginning hides the file elsewhere.
  return name.replace(/^[. ]+|[. ]+$/g, '');
}
