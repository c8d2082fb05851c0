import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conversationWith } from '../../shared/conversation.arbitrary.ts';
import { safeName } from '../../shared/file-names.ts';
import { attachmentName, createNames } from './names.ts';

test('a name is its day, title and a short id, the same every time', () => {
  const named = (title: string): string => createNames().conversation(conversationWith({ title }), 'md');
  expect(named('What is: "C++"?')).toMatch(/^2025-03-01 What is C\+\+ [0-9a-f]{8}\.md$/);
  expect(named('a')).toBe(named('a'));
  expect(createNames().conversation(conversationWith({ title: '', createdAt: null, updatedAt: null }), 'md')).toMatch(
    /^undated [0-9a-f]{8}\.md$/,
  );
});

test('any title gives a name that Windows, macOS and Linux accept', () => {
  const title = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      'CON',
      '../../etc/passwd',
      '...',
      ' . ',
      'a\u0000b',
      '👩‍👩‍👧‍👦'.repeat(60),
      '日'.repeat(200),
      '\ud800',
      'a\u202egpj.exe',
    ),
  );
  fc.assert(
    fc.property(title, (text) => {
      const name = createNames().conversation(conversationWith({ title: text }), 'md');
      expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\u202e]|[. ]$|^[. ]/u);
      expect(name.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    }),
  );
});

test('no two conversations share a name, even where case does not count', () => {
  const names = createNames();
  const made = ['Title', 'title', 'TITLE', 'Tïtle', 'Ti\u0308tle'].map((title, number) =>
    names
      .conversation(conversationWith({ id: `chatgpt:${number}`, title }), 'md')
      .normalize('NFC')
      .toLowerCase(),
  );
  expect(new Set(made).size).toBe(made.length);
});

test('the same conversation twice still gets two names', () => {
  const names = createNames();
  expect(names.conversation(conversationWith(), 'md')).not.toBe(names.conversation(conversationWith(), 'md'));
});

test('a name is cut between characters as they are seen', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(safeName(family.repeat(3), 2 * family.length + 3)).toBe(family.repeat(2));
});

test('attachments are named by content, and keep or gain an extension', () => {
  const hash = 'ab'.repeat(32);
  const named = (name: string | null, mime: string | null): string => attachmentName({ id: 'x', name, mime, size: 1, hash });
  expect(named('a/b.png', 'image/png')).toBe('attachments/abababababababab-a b.png');
  expect(named(null, 'image/jpeg')).toBe('attachments/abababababababab.jpg');
  expect(named('file-123.dat', null)).toBe('attachments/abababababababab-file-123.dat');
  expect(named('noextension', 'application/pdf; x=1')).toBe('attachments/abababababababab-noextension.pdf');
});
