import { describe, expect, test } from 'vitest';
import { jsonSample, linesSample } from '../fixtures/judged-sample.ts';
import type { Sample } from '../provider.ts';
import { head, line } from './fixture.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';

describe('claims', () => {
  test.each<[string | undefined, Sample]>([
    ['whole', linesSample('a.jsonl', [head(), line('m1', 'user', 'a'), { $set: {} }])],
    ['whole', linesSample('a.jsonl', [head()])],
    ['whole', linesSample('a.jsonl', [line('m1', 'user', 'a'), line('m2', 'gemini', 'b')])],
    ['whole', jsonSample('a.json', head({ messages: [] }))],
    ['whole', jsonSample('checkpoint-x.json', { history: [{ role: 'user', parts: [{ text: 'a' }] }] })],
    ['whole', jsonSample('x.json', [{ role: 'user', parts: [{ text: 'a' }] }])],
    [
      'ignored',
      jsonSample('logs.json', [{ sessionId: 's', messageId: 0, type: 'user', message: 'a', timestamp: '2026-01-01T00:00:00Z' }]),
    ],
    ['ignored', jsonSample('checkpoints/x.json', { history: [], clientHistory: [], toolCall: {}, commitHash: 'x' })],
    ['ignored', jsonSample('.gemini/oauth_creds.json', { access_token: 'x' })],
    ['side', { ...jsonSample('tmp/x/.project_root', 'x'), kind: 'text' }],
    [undefined, linesSample('a.jsonl', [{ sessionId: 's', type: 'user', uuid: 'u', message: {} }])],
    [undefined, linesSample('a.jsonl', [{ timestamp: 'x', type: 'response_item', payload: {} }])],
    [undefined, jsonSample('a.json', [{ role: 'user', content: 'a' }])],
    [undefined, jsonSample('a.json', { sessionId: 's', requests: [], startTime: 1 })],
    [undefined, jsonSample('settings.json', { theme: 'x' })],
  ])('%s', (as, sample) => {
    expect(judge(sample)?.as).toBe(as);
  });

  test('folders of projects go to the sessions below them', async () => {
    const files: Record<string, string> = {
      'tmp/a/.project_root': '/home/me/a\n',
      'tmp/a/chats/s.jsonl': '',
      'tmp/a/chats/s/t.jsonl': '',
      'tmp/b/chats/s.jsonl': '',
      'tmp/c/.project_root': 'x'.repeat(5000),
    };
    const entries = Object.entries(files).map(([name, text]) => ({ name, size: text.length }));
    const found = await gather({ entries, text: (name) => Promise.resolve(files[name] ?? '') });
    expect(found.byEntry).toEqual({
      'tmp/a/chats/s.jsonl': { root: '/home/me/a' },
      'tmp/a/chats/s/t.jsonl': { root: '/home/me/a' },
    });
  });
});
