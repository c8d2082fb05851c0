import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { threadOf } from '../../../shared/thread.ts';
import type { ParsedConversation, ParsedMessage } from '../../../shared/parsed.ts';
import { resolveFamily, type FamilyMember } from '../resolve.ts';

function said(nativeId: string, parent: string | null, createdAt: number | null): ParsedMessage {
  const role = parent === null ? 'user' : 'assistant';
  return {
    nativeId,
    parent,
    role,
    origin: parent === null ? 'person' : 'assistant',
    author: null,
    model: null,
    createdAt,
    hidden: false,
    usage: null,
    parts: [{ type: 'text', text: nativeId }],
  };
}

/** An exchange: a question and its answers. */
function piece(question: string, createdAt: number | null, answers: readonly string[]): ParsedConversation {
  return {
    nativeId: 'thread',
    title: null,
    createdAt,
    updatedAt: createdAt,
    project: null,
    cwd: null,
    gitBranch: null,
    model: null,
    archived: false,
    parent: null,
    activeLeaf: null,
    messages: [said(question, null, createdAt), ...answers.map((answer) => said(answer, question, createdAt))],
    attachments: [],
    familyKeys: [],
    piece: true,
  };
}

const members = (pieces: readonly ParsedConversation[]): FamilyMember[] =>
  pieces.map((conversation) => ({ key: JSON.stringify(conversation.messages.map(({ nativeId }) => nativeId)), conversation }));

describe('pieces of one conversation', () => {
  test('are one line in order of time, a question without an answer among them', () => {
    const [united] = resolveFamily(members([piece('c', 30, ['c1']), piece('a', 10, ['a1']), piece('b', 20, [])]));
    expect(united?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['a', null],
      ['a1', 'a'],
      ['b', 'a1'],
      ['c', 'b'],
      ['c1', 'c'],
    ]);
    expect(threadOf(united?.messages ?? [], null, true).branches).toBe(1);
  });

  test('told twice are told once, and another answer is an alternative', () => {
    const [united] = resolveFamily(members([piece('a', 10, ['a1']), piece('a', 10, ['a2']), piece('b', 20, ['b1'])]));
    expect(united?.messages.map(({ nativeId }) => nativeId)).toEqual(['a', 'a1', 'a2', 'b', 'b1']);
    expect(united?.messages.map(({ parent }) => parent)).toEqual([null, 'a', 'a', 'a1', 'b']);
  });

  test('come out the same in any order, each message once, parents before children', () => {
    const one = fc.record({
      question: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      time: fc.option(fc.integer({ min: 1, max: 4 })),
      answers: fc.subarray(['1', '2']),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (specs, random) => {
        const pieces = specs.map(({ question, time, answers }) =>
          piece(
            question,
            time,
            answers.map((answer) => question + answer),
          ),
        );
        const found = resolveFamily(members(pieces));
        const shuffled = members(pieces)
          .map((member) => ({ member, at: random.next().value ?? 0 }))
          .toSorted((x, y) => x.at - y.at)
          .map(({ member }) => member);
        expect(resolveFamily(shuffled)).toEqual(found);
        expect(found).toHaveLength(1);
        const messages = found[0]?.messages ?? [];
        const seen = new Set<string>();
        for (const { nativeId, parent } of messages) {
          if (parent !== null) expect(seen.has(parent)).toBe(true);
          expect(seen.has(nativeId)).toBe(false);
          seen.add(nativeId);
        }
        expect(messages.filter(({ parent }) => parent === null)).toHaveLength(1);
        expect(seen).toEqual(new Set(pieces.flatMap((one) => one.messages.map(({ nativeId }) => nativeId))));
      }),
      { numRuns: 300 },
    );
  });
});
