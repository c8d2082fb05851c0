import fc from 'fast-check';
import { origins, roles, type Json, type Message, type Part } from './model.ts';

/** Any messages, for property tests: every part type, awkward text, any tree in pre-order. */

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    '```\nopen fence',
    '~~~~\n```\n~~~~',
    '<!-- open',
    '# Heading',
    '</details>',
    '---\na: b',
    'line\r\nline',
    '日本語',
  ),
);

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value)));

const nullable = fc.option(text, { nil: null });

export const anyPart: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text }),
  fc.record({
    type: fc.constant('text' as const),
    text,
    source: fc.constantFrom('pasted' as const, 'injected' as const, 'command' as const),
  }),
  fc.record({ type: fc.constant('thinking' as const), text }),
  fc.record({ type: fc.constant('tool-call' as const), callId: fc.constantFrom('a', 'b', 'c'), name: text, input: json }),
  fc.record({
    type: fc.constant('tool-result' as const),
    callId: fc.constantFrom('a', 'b', 'c'),
    text,
    outcome: fc.constantFrom('ok' as const, 'error' as const, 'unknown' as const),
  }),
  fc.record({ type: fc.constant('code' as const), text, language: nullable }),
  fc.record({ type: fc.constant('image' as const), attachment: fc.constantFrom('1', '2'), name: nullable, mime: nullable }),
  fc.record({ type: fc.constant('file' as const), attachment: fc.constantFrom('1', '2'), name: nullable, mime: nullable, text }),
  fc.record({
    type: fc.constant('artifact' as const),
    artifact: fc.constant('x'),
    title: nullable,
    kind: fc.constant('text/markdown'),
    language: nullable,
    version: fc.integer({ min: 1, max: 3 }),
    text: nullable,
    action: fc.constantFrom('create' as const, 'update' as const),
  }),
  fc.record({ type: fc.constant('citation' as const), url: nullable, title: nullable }),
  fc.record({ type: fc.constant('unknown' as const), kind: text, data: json }),
);

export const anyMessage: fc.Arbitrary<Message> = fc.record({
  id: fc.uuid(),
  index: fc.constant(0),
  parent: fc.constant(-1),
  role: fc.constantFrom(...roles),
  origin: fc.constantFrom(...origins),
  author: nullable,
  model: fc.option(fc.constantFrom('gpt-4o', 'claude'), { nil: null }),
  createdAt: fc.option(fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2099, 0) }), { nil: null }),
  words: fc.nat(),
  onActivePath: fc.boolean(),
  hidden: fc.boolean(),
  usage: fc.constant(null),
  parts: fc.array(anyPart, { maxLength: 6 }),
});

/** A conversation's messages: indexes 0 … n-1, parents before children. */
export const anyMessages: fc.Arbitrary<readonly Message[]> = fc
  .array(fc.tuple(anyMessage, fc.nat()), { maxLength: 12 })
  .map((drawn) =>
    drawn.map(([message, number], index) => ({ ...message, index, parent: index === 0 ? -1 : (number % (index + 1)) - 1 })),
  );
