import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedConversation, ParsedMessage } from '../../shared/parsed.ts';
import { resolveFamily, type FamilyMember } from './resolve.ts';

function message(nativeId: string, parent: string | null, createdAt: number | null, text = nativeId): ParsedMessage {
  return {
    nativeId,
    parent,
    role: 'user',
    origin: 'person',
    author: null,
    model: null,
    createdAt,
    hidden: false,
    usage: null,
    parts: [{ type: 'text', text }],
  };
}

function conversation(
  nativeId: string,
  messages: readonly ParsedMessage[],
  more: Partial<ParsedConversation> = {},
): ParsedConversation {
  return {
    nativeId,
    title: null,
    createdAt: messages[0]?.createdAt ?? null,
    updatedAt: messages.at(-1)?.createdAt ?? null,
    project: null,
    cwd: null,
    gitBranch: null,
    model: null,
    archived: false,
    parent: null,
    activeLeaf: null,
    messages,
    attachments: [],
    familyKeys: [],
    ...more,
  };
}

function chain(prefix: string, from: number, to: number): ParsedMessage[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const n = from + i;
    return message(`${prefix}${n}`, n === 1 ? null : `${prefix}${n - 1}`, n * 1000);
  });
}

const family = (...conversations: ParsedConversation[]): FamilyMember[] =>
  conversations.map((c, i) => ({ key: `${c.nativeId}-${c.messages.length}-${i}`, conversation: c }));
const ids = (c: ParsedConversation | undefined): string[] => c?.messages.map((m) => m.nativeId) ?? [];

describe('a family of logs', () => {
  test('unites the messages of one identity, the fuller telling of each', () => {
    const cut = conversation('a', [...chain('m', 1, 2), message('m3', 'm2', 3000, 'x')]);
    const full = conversation('a', [...chain('m', 1, 2), message('m3', 'm2', 3000, 'xyz'), message('m4', 'm3', 4000)]);
    const [united, ...rest] = resolveFamily(family(cut, full));
    expect(rest).toEqual([]);
    expect(ids(united)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(united?.messages[2]?.parts).toEqual([{ type: 'text', text: 'xyz' }]);
  });

  test('gives copied messages to the conversation that went on first, and links the fork', () => {
    const original = conversation('z-original', chain('m', 1, 6));
    const fork = conversation('a-fork', [...chain('m', 1, 3), message('f4', 'm3', 9000)]);
    const [a, z] = resolveFamily(family(fork, original));
    expect(ids(z)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    expect(ids(a)).toEqual(['f4']);
    expect(a?.parent).toEqual({ nativeId: 'z-original', relation: 'fork' });
    expect(a?.createdAt).toBe(9000);
  });

  test('takes a copy of everything that goes on as a resume', () => {
    const [b, a] = resolveFamily(family(conversation('z', chain('m', 1, 3)), conversation('b', chain('m', 1, 5))));
    expect(ids(a)).toEqual(['m1', 'm2', 'm3']);
    expect(ids(b)).toEqual(['m4', 'm5']);
    expect(b?.parent).toEqual({ nativeId: 'z', relation: 'resume' });
  });

  test('believes an explicit parent before any time', () => {
    const child = conversation('child', [...chain('m', 1, 3), message('c', 'm3', 10)], {
      parent: { nativeId: 'parent', relation: 'fork' },
    });
    const [c, p] = resolveFamily(family(child, conversation('parent', chain('m', 1, 4))));
    expect(ids(c)).toEqual(['c']);
    expect(ids(p)).toEqual(['m1', 'm2', 'm3', 'm4']);
  });

  test('dissolves a conversation that has nothing of its own, and hangs its children on the owner', () => {
    const middle = conversation('b', chain('m', 1, 3), { parent: { nativeId: 'a', relation: 'resume' } });
    const child = conversation('c', [message('c1', null, 50)], { parent: { nativeId: 'b', relation: 'subagent' } });
    const found = resolveFamily(family(child, middle, conversation('a', chain('m', 1, 4))));
    expect(found.map((c) => c.nativeId)).toEqual(['a', 'c']);
    expect(found[1]?.parent).toEqual({ nativeId: 'a', relation: 'subagent' });
  });

  test('is the same for every order, and loses and doubles no message', () => {
    const member = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      parent: fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
      title: fc.option(fc.constantFrom('one', 'two')),
      from: fc.integer({ min: 1, max: 6 }),
      shared: fc.integer({ min: 0, max: 6 }),
      own: fc.integer({ min: 0, max: 3 }),
      times: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 7 }), fc.infiniteStream(fc.nat()), (specs, random) => {
        const members = specs.map((spec, place): FamilyMember => {
          const shared = Array.from({ length: spec.shared }, (_, i) =>
            message(`m${spec.from + i}`, `m${spec.from + i - 1}`, spec.times ? (spec.from + i) * 100 : null),
          );
          const own = Array.from({ length: spec.own }, (_, i) => message(`${spec.id}-${i}`, null, i === 0 ? null : 50 * i));
          return {
            key: `k${place}`,
            conversation: conversation(spec.id, [...shared, ...own], {
              title: spec.title,
              parent: spec.parent === null || spec.parent === spec.id ? null : { nativeId: spec.parent, relation: 'fork' },
            }),
          };
        });
        const found = resolveFamily(members);
        const shuffled = members
          .map((m) => ({ m, at: random.next().value ?? 0 }))
          .toSorted((x, y) => x.at - y.at)
          .map(({ m }) => m);
        expect(resolveFamily(shuffled)).toEqual(found);
        const before = new Set(members.flatMap((m) => m.conversation.messages.map((x) => x.nativeId)));
        const after = found.flatMap((c) => c.messages.map((x) => x.nativeId));
        expect(after.toSorted()).toEqual([...before].toSorted());
        for (const c of found) expect(c.parent?.nativeId).not.toBe(c.nativeId);
      }),
      { numRuns: 500 },
    );
  });
});
