import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { detailWith } from './conversation.arbitrary.ts';
import { markdownChunks, type MarkdownOptions } from './markdown.ts';
import { anyMessages } from './messages.arbitrary.ts';
import type { Message, Part } from './model.ts';
import { transforms, transformsNamed } from './transforms/index.ts';

const says = (index: number, given: Partial<Message> & { readonly parts: readonly Part[] }): Message => ({
  id: `m${index}`,
  index,
  parent: index - 1,
  role: 'assistant',
  origin: 'assistant',
  author: null,
  model: 'gpt-4o',
  createdAt: Date.UTC(2025, 2, 1, 10, index),
  words: 0,
  onActivePath: true,
  hidden: false,
  usage: null,
  ...given,
});
const asks = (index: number, text: string, given: Partial<Message> = {}): Message =>
  says(index, { role: 'user', origin: 'person', model: null, parts: [{ type: 'text', text }], ...given });

const markdown = (messages: readonly Message[], options: MarkdownOptions = {}, detail = detailWith()): string =>
  [...markdownChunks(detail, messages, options)].join('');

const parser = new MarkdownIt({ html: true });

/** Speaker headings at the top level, as a parser of CommonMark sees them. */
function speakerHeadings(text: string): number {
  const tokens = parser.parse(text, {});
  return tokens.filter(
    (token, place) =>
      token.type === 'heading_open' &&
      token.tag === 'h2' &&
      token.level === 0 &&
      /^(?:User|Assistant|System|Tool)/.test(tokens[place + 1]?.content ?? ''),
  ).length;
}

const agentSession: readonly Message[] = [
  asks(0, 'List the *files*.'),
  says(1, {
    parts: [
      { type: 'thinking', text: 'I should look.', durationMs: 1234 },
      { type: 'text', text: 'Looking.' },
      { type: 'tool-call', callId: 'c1', name: 'Bash', input: { command: 'ls\npwd' } },
    ],
  }),
  says(2, {
    role: 'tool',
    origin: 'tool',
    parts: [{ type: 'tool-result', callId: 'c1', text: 'a.txt\n```\nb', outcome: 'error' }],
  }),
  says(3, {
    parts: [
      { type: 'text', text: 'One file.' },
      { type: 'citation', url: 'https://e.org/a b', title: 'E [1]' },
    ],
  }),
];

test('a conversation reads as front matter, title, and a heading for each speaker', () => {
  expect(markdown(agentSession, {}, detailWith({ title: 'Files: "a" & b', tags: ['work', 'two words'], branches: 2 }))).toBe(`---
title: "Files: \\"a\\" & b"
id: "chatgpt:abc"
provider: chatgpt
models: [gpt-4o]
created: 2025-03-01T10:00:00Z
updated: 2025-03-01T11:00:00Z
messages: 2
tags: [work, "two words"]
branches: "active of 2"
---

# Files: "a" \\& b

## User · 2025-03-01 10:00:00 UTC

List the *files*.

## Assistant · gpt-4o · 2025-03-01 10:01:00 UTC

<details>
<summary>Thinking (1.2 s)</summary>

I should look.

</details>

Looking.

**Tool call** \`Bash\`

\`command\`

\`\`\`
ls
pwd
\`\`\`

**Result** \`Bash\` · error

\`\`\`\`
a.txt
\`\`\`
b
\`\`\`\`

One file.

Source: [E \\[1\\]](<https://e.org/a%20b>)
`);
});

test('what the transforms hide leaves a trace with a count', () => {
  const text = markdown(agentSession, { transforms: transformsNamed(['strip-thinking', 'strip-tools']) });
  expect(text).toContain('transforms: [strip-tools, strip-thinking]');
  expect(text).toContain('Looking.\n\n*[1 tool call and 1 thinking part hidden]*\n\nOne file.');
  expect(text).not.toContain('Bash');
  expect(text).not.toContain('I should look');
});

describe('branches', () => {
  const tree: readonly Message[] = [
    asks(0, 'Question'),
    says(1, { parts: [{ type: 'text', text: 'First answer' }], onActivePath: false }),
    says(2, { parent: 0, parts: [{ type: 'text', text: 'Second answer' }] }),
  ];

  test('the active branch alone by default', () => {
    expect(markdown(tree)).not.toContain('First answer');
  });

  test('all, with alternatives marked', () => {
    const text = markdown(tree, { branches: 'all' });
    expect(text).toContain('## Assistant · gpt-4o · 2025-03-01 10:01:00 UTC · #2\n\nFirst answer');
    expect(text).toContain('**Alternative 2** · after #1 · the active one\n\n## Assistant');
  });

  test('segments of one log are no alternatives', () => {
    const log = [asks(0, 'One'), asks(1, 'Two', { parent: -1 })];
    expect(markdown(log, { branches: 'all' })).not.toContain('Alternative');
  });
});

test('an answer that was cut off inside a fence or a comment does not swallow the next', () => {
  for (const cut of ['```js\nconst a', '- a\n  ~~~~\n  b', '<!-- note', '<pre>\nx']) {
    const [, ...chunks] = markdownChunks(detailWith(), [says(0, { parts: [{ type: 'text', text: cut }] }), asks(1, 'Go on')]);
    expect(speakerHeadings(chunks.join(''))).toBe(2);
  }
});

test('images and files link to what lies beside the document, and are named when nothing does', () => {
  const parts: readonly Part[] = [
    { type: 'image', attachment: 'i', name: 'a (1).png', mime: 'image/png' },
    { type: 'file', attachment: 'f', name: 'b.pdf', mime: null, text: 'Extracted' },
  ];
  const detail = detailWith({}, [{ id: 'i', name: 'a (1).png', mime: 'image/png', size: 1, hash: 'ab' }]);
  const text = markdown(
    [says(0, { parts })],
    { hrefOf: (attachment) => `attachments/${attachment.hash}-${attachment.name}` },
    detail,
  );
  expect(text).toContain('![a (1).png](<attachments/ab-a (1).png>)');
  expect(text).toContain('*File: b.pdf*\n\n<details>\n<summary>Text of b.pdf</summary>\n\n```\nExtracted\n```');
});

test("a message that the provider's window hides is folded, not lost", () => {
  const text = markdown([asks(0, 'About me', { role: 'system', origin: 'system', hidden: true })]);
  expect(text).toContain('<summary>System (not shown by ChatGPT)</summary>\n\nAbout me');
});

test('script addresses are shown and never linked', () => {
  const text = markdown([says(0, { parts: [{ type: 'citation', url: 'javascript:alert(1)', title: 'x' }] })]);
  expect(text).toContain('Source: x\n');
  expect(text).not.toContain('](');
});

describe('laws', () => {
  const someOptions = fc.record({
    transforms: fc.subarray([...transforms]),
    branches: fc.constantFrom('active' as const, 'all' as const),
  });

  test('the same input gives the same bytes, and the chunks are never empty', () => {
    fc.assert(
      fc.property(anyMessages, someOptions, (messages, options) => {
        const chunks = [...markdownChunks(detailWith(), messages, options)];
        expect(chunks.every((chunk) => chunk !== '')).toBe(true);
        expect([...markdownChunks(detailWith(), messages, options)]).toEqual(chunks);
      }),
    );
  });

  test('every speaker heading is a heading at the top level, whatever the text', () => {
    fc.assert(
      fc.property(anyMessages, someOptions, (messages, options) => {
        // Text of its own headings would be counted with ours.
        const chunks = [...markdownChunks(detailWith(), messages, options)].slice(1);
        const ours = chunks.filter((chunk) => /^## (?:User|Assistant|System|Tool)/m.test(chunk)).length;
        expect(speakerHeadings(chunks.join(''))).toBe(ours);
      }),
    );
  });

  test('no hidden part leaves any of its text behind', () => {
    fc.assert(
      fc.property(anyMessages, (messages) => {
        const secret = messages.map((message) => ({
          ...message,
          parts: message.parts.map((part) => (part.type === 'thinking' ? { ...part, text: 'S3CR3T' } : part)),
        }));
        expect(markdown(secret, { transforms: transformsNamed(['strip-thinking']), branches: 'all' })).not.toContain('S3CR3T');
      }),
    );
  });
});

test('the person’s own title and note are in it, and a note cannot pass for what was said', () => {
  const detail = {
    ...detailWith({ title: 'Mine' }),
    originalTitle: 'New chat',
    note: 'Ask *again* in May.\n\n## User\n\n```',
  };
  const text = markdown([asks(0, 'Hello')], {}, detail);
  expect(text).toContain('title: Mine\noriginal_title: "New chat"\n');
  expect(text).toContain('# Mine\n\n> **Note**\n>\n> Ask *again* in May.\n>\n> ## User\n>\n> ```\n\n## User');
  expect(speakerHeadings(text)).toBe(1);
});
