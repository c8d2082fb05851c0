import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMessage } from '../messages.arbitrary.ts';
import { ArchiveError } from '../errors.ts';
import type { Message } from '../model.ts';
import { outlineRowOf } from '../part-code.ts';
import { addTraces, applyTransforms, namedTraces, traceText, tracesOf, transforms, transformsNamed } from './index.ts';

const someTransforms = fc.subarray(transforms.map((transform) => transform.name)).map(transformsNamed);

describe('laws of every set of transforms', () => {
  test('twice is once', () => {
    fc.assert(
      fc.property(someTransforms, anyMessage, (applied, message) => {
        const once = applyTransforms(applied, message).parts;
        const twice = applyTransforms(applied, { ...message, parts: once });
        expect(twice.parts).toEqual(once);
        expect(twice.hiddenParts).toEqual({});
      }),
    );
  });

  test('kept parts are the originals, in their order; nothing is invented', () => {
    fc.assert(
      fc.property(someTransforms, anyMessage, (applied, message) => {
        let from = 0;
        for (const part of applyTransforms(applied, message).parts) {
          const at = message.parts.indexOf(part, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + 1;
        }
      }),
    );
  });

  test('kept and hidden add up to what there was, and the outline alone tells what is hidden', () => {
    fc.assert(
      fc.property(someTransforms, anyMessage, (applied, message) => {
        const { parts, hiddenParts } = applyTransforms(applied, message);
        const hidden = Object.values(hiddenParts).reduce((sum, count) => sum + count, 0);
        expect(parts.length + hidden).toBe(message.parts.length);
        expect(tracesOf(applied, outlineRowOf(message))).toEqual(hiddenParts);
      }),
    );
  });

  test('the order in which they are asked for makes no difference', () => {
    expect(transformsNamed(['strip-thinking', 'strip-tools'])).toEqual(
      transformsNamed(['strip-tools', 'strip-thinking', 'strip-tools']),
    );
  });
});

const agentMessage: Message = {
  id: 'm',
  index: 0,
  parent: -1,
  role: 'assistant',
  origin: 'assistant',
  author: null,
  model: null,
  createdAt: null,
  words: 0,
  onActivePath: true,
  hidden: false,
  usage: null,
  parts: [
    { type: 'thinking', text: 'hmm' },
    { type: 'text', text: 'Look' },
    { type: 'tool-call', callId: '1', name: 'Bash', input: {} },
    { type: 'tool-result', callId: '1', text: 'boom', outcome: 'error' },
    { type: 'image', attachment: 'i', name: null, mime: null },
  ],
};

test('strip-tools takes calls and results, failed ones too, and leaves the rest', () => {
  const shown = applyTransforms(transformsNamed(['strip-tools']), agentMessage);
  expect(shown.parts.map((part) => part.type)).toEqual(['thinking', 'text', 'image']);
  expect(shown.hiddenParts).toEqual({ 'tool call': 1, 'tool result': 1 });
});

test("strip-tools takes the text of a tool's own message but not the image it made", () => {
  const shown = applyTransforms(transformsNamed(['strip-tools']), { ...agentMessage, role: 'tool', origin: 'tool' });
  expect(shown.parts.map((part) => part.type)).toEqual(['image']);
});

test('strip-thinking takes thinking alone', () => {
  const shown = applyTransforms(transformsNamed(['strip-thinking']), agentMessage);
  expect(shown.parts.map((part) => part.type)).toEqual(['text', 'tool-call', 'tool-result', 'image']);
});

test('a trace names what is hidden with its count', () => {
  expect(traceText({})).toBe(null);
  expect(traceText({ 'tool call': 1 })).toBe('1 tool call hidden');
  expect(traceText(addTraces({ 'thinking part': 1, 'tool call': 2 }, { 'tool call': 1, 'tool result': 3 }))).toBe(
    '3 tool calls, 3 tool results and 1 thinking part hidden',
  );
});

test('results belong to the calls hidden before them; those of no call are named', () => {
  const named = namedTraces();
  expect(named({ 'tool result': 2 })).toEqual({ 'tool result': 2 });
  expect(named({ 'tool call': 1, 'tool result': 1, 'thinking part': 1 })).toEqual({ 'tool call': 1, 'thinking part': 1 });
  expect(named({ 'tool result': 3 })).toEqual({});
  expect(namedTraces()({})).toEqual({});
});

test('an unknown name is an error that suggests', () => {
  expect(() => transformsNamed(['strip-tool'])).toThrow(ArchiveError);
  expect(() => transformsNamed(['strip-tool'])).toThrow('Did you mean strip-tools?');
  expect(() => transformsNamed(['x'])).toThrow('Known: strip-tools, strip-thinking.');
});
