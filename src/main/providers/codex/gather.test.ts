import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('takes the newest title of each thread from the index, and does without a broken one', async () => {
  const files: Record<string, string> = {
    'codex/session_index.jsonl':
      '{"id":"a","thread_name":"Old","updated_at":"1"}\n{"id":"b","thread_name":"B","updated_at":"1"}\n{"id":\n{"id":"a","thread_name":"New","updated_at":"2"}\n',
    'codex/sessions/x.jsonl': '{"id":"c","thread_name":"no"}',
  };
  const entries = Object.keys(files).map((name) => ({ name, size: 1 }));
  expect(await gather({ entries, text: (name) => Promise.resolve(files[name] ?? '') })).toEqual({
    shared: { titles: { a: 'New', b: 'B' } },
    byEntry: {},
  });
  expect(await gather({ entries, text: () => Promise.reject(new Error('too large')) })).toEqual({ shared: null, byEntry: {} });
});
