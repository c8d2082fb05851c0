import { expect, test } from 'vitest';
import type { BundleView } from '../provider.ts';
import { message } from './fixture.ts';
import { gather } from './gather.ts';
import { claude } from './index.ts';

function bundle(files: Record<string, unknown>): BundleView {
  return {
    entries: Object.keys(files).map((name) => ({ name, size: 1 })),
    text: async (name) => {
      const value = files[name];
      if (value === undefined) throw new Error('too big');
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
  };
}

const chat = {
  uuid: 'c1',
  name: 'T',
  project_uuid: 'p1',
  account: { uuid: 'me' },
  chat_messages: [message('m1', 'human')],
};

function parse(side: unknown): ReturnType<typeof claude.parse> {
  return claude.parse({
    provider: 'claude',
    bytes: new TextEncoder().encode(JSON.stringify(chat)),
    name: 'chat.json',
    side: { shared: JSON.parse(JSON.stringify(side ?? null)), entry: null },
  });
}

test('a chat that names its project by id gets the name that lies beside it', async () => {
  for (const files of [
    { 'x/projects.json': [{ uuid: 'p1', name: 'Garden', docs: [] }, null, { uuid: 'p2' }] },
    { 'projects/p1.json': { uuid: 'p1', name: 'Garden', prompt_template: 'Be brief.' }, 'projects/p3.json': 'broken{' },
  ]) {
    const { shared } = await gather(bundle(files));
    const parsed = parse(shared);
    expect(parsed.conversations[0]?.project).toBe('Garden');
    expect(parsed.side).toEqual({ shared: { projects: { p1: 'Garden' } }, entry: null });
    expect(parse(parsed.side?.shared)).toEqual(parsed);
  }
  expect(parse(null).conversations[0]?.project).toBe('p1');
  expect(parse(null).side).toBeUndefined();
});

test('whose export it is stands beside it, by the same mark as in the conversations', async () => {
  const { account } = await gather(bundle({ 'users.json': [{ uuid: 'me', email_address: 'a@example.org' }] }));
  expect(account).toBe(parse(null).account);
  expect(account).not.toContain('me');
  expect((await gather(bundle({ 'users.json': [{ uuid: 'me' }, { uuid: 'you' }] }))).account).toBeNull();
  expect(await gather(bundle({ 'users.json': undefined, 'projects.json': 'x' }))).toEqual({
    shared: null,
    byEntry: {},
    account: null,
  });
});
