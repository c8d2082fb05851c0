import { describe, expect, test } from 'vitest';
import { head, line, logOf, parseBytes, sessionOf } from './fixture.ts';

const links = (...lines: readonly unknown[]): unknown =>
  sessionOf(head(), ...lines).messages.map(({ nativeId, parent }) => `${nativeId}<${parent ?? ''}`);

describe('a log of a session', () => {
  test('is replayed: a message written again replaces itself, once', () => {
    const conversation = sessionOf(
      head(),
      line('m1', 'user', [{ text: 'go' }]),
      line('m2', 'gemini', 'wor', { tokens: null }),
      line('m2', 'gemini', 'words', {
        tokens: { input: 100, output: 5, cached: 60, thoughts: 7, tool: 1.8, total: 114 },
        model: 'g-1',
      }),
      { $set: { summary: 'A talk', lastUpdated: '2026-03-01T11:00:00Z', directories: ['/home/me/shop'] } },
    );
    expect(conversation).toMatchObject({
      nativeId: 's1',
      title: 'A talk',
      cwd: '/home/me/shop',
      project: 'shop',
      updatedAt: Date.UTC(2026, 2, 1, 11),
      activeLeaf: 'm2',
    });
    expect(conversation.messages).toHaveLength(2);
    expect(conversation.messages[1]).toMatchObject({
      model: 'g-1',
      usage: { input: 42, output: 12, cacheRead: 60, cacheWrite: 0 },
      parts: [{ type: 'text', text: 'words' }],
    });
  });

  test('what was rewound stays as a branch', () => {
    const lines = [
      line('m1', 'user', 'a'),
      line('m2', 'gemini', 'b'),
      line('m3', 'user', 'c'),
      line('m4', 'gemini', 'd'),
      { $rewindTo: 'm3' },
      line('m5', 'user', 'e'),
    ];
    expect(links(...lines)).toEqual(['m1<', 'm2<m1', 'm3<m2', 'm4<m3', 'm5<m2']);
    expect(sessionOf(head(), ...lines).activeLeaf).toBe('m5');
    expect(sessionOf(head(), ...lines.slice(0, 5)).activeLeaf).toBe('m2');
    expect(links(line('m1', 'user', 'a'), { $rewindTo: 'unknown' }, line('m2', 'user', 'b'))).toEqual(['m1<', 'm2<']);
    expect(
      links(
        line('m1', 'user', 'a'),
        line('m2', 'gemini', 'b'),
        { $rewindTo: 'm2' },
        line('m2', 'gemini', 'b2'),
        line('m3', 'user', 'c'),
      ),
    ).toEqual(['m1<', 'm2<m1', 'm3<m2']);
  });

  test('a checkpoint lists the messages anew; what it leaves out stays above its summary', () => {
    const [a, b, c] = [line('m1', 'user', 'a'), line('m2', 'gemini', 'b'), line('m3', 'user', 'c')];
    const summary = line('s4', 'user', 'summary');
    expect(links(a, b, c, { $set: { messages: [summary, b, c] } }, line('m5', 'gemini', 'd'))).toEqual([
      'm1<',
      'm2<m1',
      'm3<m2',
      's4<m3',
      'm5<s4',
    ]);
    expect(links(a, b, c, { $set: { messages: [a, b] } }, line('m5', 'user', 'd'))).toEqual(['m1<', 'm2<m1', 'm3<m2', 'm5<m2']);
    expect(links(a, b, { $set: { messages: [a, b, line('m6', 'user', 'new')] } })).toEqual(['m1<', 'm2<m1', 'm6<m2']);
  });

  test('a bad line, an unknown operation and a new kind of message stop nothing', () => {
    const parsed = parseBytes(
      logOf(
        head(),
        line('m1', 'user', 'a'),
        '{"id":',
        { $merge: 1 },
        { what: 1 },
        line('m2', 'poem', 'b'),
        line('m3', 'gemini', 'c'),
        7,
      ),
    );
    expect(parsed.issues.map(({ code }) => code)).toEqual(['bad-line', 'not-a-message', 'not-a-message']);
    expect(parsed.drift.map(({ path }) => path)).toEqual(expect.arrayContaining(['line=$merge', 'message.type=poem']));
    expect(parsed.conversations[0]?.messages.map(({ role }) => role)).toEqual(['user', 'system', 'assistant']);
  });

  test('old files are one object, also on one line, and very old ones have no ids', () => {
    const messages = [line('m1', 'user', 'a'), line('m2', 'gemini', 'b')];
    const ids = (bytes: Uint8Array): unknown => parseBytes(bytes).conversations[0]?.messages.map(({ nativeId }) => nativeId);
    expect(ids(new TextEncoder().encode(JSON.stringify(head({ messages }), null, 2)))).toEqual(['m1', 'm2']);
    expect(ids(logOf(head({ messages })))).toEqual(['m1', 'm2']);
    expect(ids(logOf(head({ messages }), line('m3', 'user', 'c')))).toEqual(['m1', 'm2', 'm3']);
    const bare = logOf(
      head({
        messages: [
          { type: 'user', content: 'a' },
          { type: 'model', content: 'b' },
        ],
      }),
    );
    expect(ids(bare)).toEqual(ids(bare));
    expect(parseBytes(bare).conversations[0]?.messages.at(1)?.parent).toBe(
      parseBytes(bare).conversations[0]?.messages[0]?.nativeId,
    );
  });

  test('nothing said is no conversation, with a reason', () => {
    for (const lines of [[head()], [head(), line('m1', 'info', 'update')], [head(), line('m1', 'user', '')]]) {
      const parsed = parseBytes(logOf(...lines));
      expect(parsed).toMatchObject({ conversations: [], issues: [], ignored: { conversations: 1 } });
      expect(parsed.reason).toMatch(/\.$/);
    }
  });

  test('a subagent hangs on the session of its folder, and no person speaks in it', () => {
    const bytes = logOf(head({ sessionId: 'sub', kind: 'subagent' }), line('m1', 'user', 'look'), line('m2', 'gemini', 'seen'));
    const [conversation] = parseBytes(bytes, '.gemini/tmp/shop/chats/s1/sub.jsonl').conversations;
    expect(conversation).toMatchObject({ nativeId: 'sub', parent: { nativeId: 's1', relation: 'subagent' }, project: 'shop' });
    expect(conversation?.messages[0]).toMatchObject({ role: 'user', origin: 'injected' });
  });

  test('the folder of the project comes from beside the sessions, and is kept', () => {
    const parsed = parseBytes(logOf(head(), line('m1', 'user', 'a')), 'tmp/x/chats/s.jsonl', '/home/me/app');
    expect(parsed.conversations[0]).toMatchObject({ cwd: '/home/me/app', project: 'app' });
    expect(parsed.side).toEqual({ shared: null, entry: { root: '/home/me/app' } });
  });
});
