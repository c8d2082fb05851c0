import { expect, test } from 'vitest';
import { placeOf } from '../../view.ts';
import { linkTo } from './link-to.ts';

test('a link names the conversation and the message, and nothing else', () => {
  const link = linkTo('claude-code:a/b?c', 12, 'http://127.0.0.1:4000/?token=secret&q=words&raw#token=secret');
  expect(link).not.toContain('secret');
  expect(new URL(link).origin).toBe('http://127.0.0.1:4000');
  expect(placeOf(new URL(link).search)).toEqual({ ...placeOf(''), open: 'claude-code:a/b?c', at: 12 });
  expect(linkTo('codex:1', 0, 'app://archive/?c=x')).toBe('app://archive/?c=codex:1&m=0');
});
