import { expect } from 'vitest';
import type { Parsed } from '../../shared/parsed.ts';

/** What holds of whatever any provider makes of any bytes. For tests alone. */
export function expectSound({ conversations, ignored, issues, reason }: Parsed): void {
  if (conversations.length === 0) expect(reason).toMatch(/\w/);
  for (const count of [ignored.conversations, ignored.messages]) expect(count).toBeGreaterThanOrEqual(0);
  for (const issue of issues) expect(issue.message).toMatch(/^[A-Z][^]*\.$/);
  expect(new Set(conversations.map(({ nativeId }) => nativeId)).size).toBe(conversations.length);
  for (const conversation of conversations) {
    expect(conversation.nativeId).not.toBe('');
    const ids = new Set(conversation.messages.map(({ nativeId }) => nativeId));
    expect(ids.size).toBe(conversation.messages.length);
    expect(ids.has('')).toBe(false);
    expect(conversation.activeLeaf === null || ids.has(conversation.activeLeaf)).toBe(true);
    const seen = new Set<string>();
    const stored = new Set(conversation.attachments.map(({ nativeId }) => nativeId));
    expect(stored.size).toBe(conversation.attachments.length);
    for (const { nativeId, parent, parts } of conversation.messages) {
      if (parent !== null) expect(seen.has(parent)).toBe(true);
      seen.add(nativeId);
      for (const part of parts) if (part.type === 'image' || part.type === 'file') expect(stored.has(part.attachment)).toBe(true);
    }
  }
}
