import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { homeWith, writeIn } from '../discover/home.fixture.ts';
import { watchPaths } from './watch-paths.ts';

const quick = { settled: 20, longest: 100, rescan: 50 };

test('resolves after a change, and says no more when it is interrupted', async () => {
  const { home } = homeWith({ 'a/1.jsonl': 1 });
  const interruption = new AbortController();
  const watcher = watchPaths([join(home, 'a')], interruption.signal, quick);
  writeIn(home, 'a/1.jsonl', 10);
  expect(await watcher.changed()).toBe(true);
  const next = watcher.changed();
  interruption.abort();
  await next;
  expect(await watcher.changed()).toBe(false);
});

test('a path that is not there yet is seen when it comes, and again when it went away and is back', async () => {
  const { home } = homeWith({});
  const watcher = watchPaths([join(home, 'later')], new AbortController().signal, quick);
  onTestFinished(() => watcher.close());
  // What is there when it begins is imported anyway.
  await setTimeout(100);
  writeIn(home, 'later/1.jsonl', 10);
  expect(await watcher.changed()).toBe(true);
  rmSync(join(home, 'later'), { recursive: true });
  expect(await watcher.changed()).toBe(true);
  writeIn(home, 'later/2.jsonl', 20);
  expect(await watcher.changed()).toBe(true);
});

test('one that was closed before watches nothing', async () => {
  const { home } = homeWith({ 'a/1.jsonl': 1 });
  expect(await watchPaths([home], AbortSignal.abort(), quick).changed()).toBe(false);
});
