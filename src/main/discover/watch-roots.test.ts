import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { homeWith, writeIn } from './home.fixture.ts';
import { watchRoots, type RootWatcher } from './watch-roots.ts';

function watching(pauses: { readonly settled: number; readonly longest: number }): {
  readonly home: string;
  readonly told: (readonly string[])[];
  readonly watcher: RootWatcher;
} {
  const { home } = homeWith({ 'a/1.jsonl': 1, 'b/1.jsonl': 1 });
  const told: (readonly string[])[] = [];
  const watcher = watchRoots((names) => told.push(names), pauses);
  onTestFinished(() => watcher.close());
  return { home, told, watcher };
}

const soon = { settled: 30, longest: 200 };

test('says where something changed, once for a burst', async () => {
  const { home, told, watcher } = watching(soon);
  watcher.set(
    new Map([
      ['a', [join(home, 'a')]],
      ['b', [join(home, 'b')]],
    ]),
  );
  for (let n = 0; n < 5; n++) writeIn(home, 'a/1.jsonl', 10 + n);
  await vi.waitFor(() => expect(told).toEqual([['a']]));
  writeIn(home, 'b/deep/new.jsonl', 3);
  await vi.waitFor(() => expect(told.slice(1).flat()).toContain('b'));
});

test('what never comes to rest is told all the same', async () => {
  const { home, told, watcher } = watching({ settled: 10_000, longest: 100 });
  watcher.set(new Map([['a', [join(home, 'a')]]]));
  const writing = setInterval(() => writeIn(home, 'a/1.jsonl', Math.round(performance.now()) % 1000), 10);
  onTestFinished(() => clearInterval(writing));
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(1));
});

test('what is not watched any more is not told, and what is not there is left out', async () => {
  const { home, told, watcher } = watching(soon);
  watcher.set(
    new Map([
      ['a', [join(home, 'a')]],
      ['none', [join(home, 'none')]],
    ]),
  );
  watcher.set(new Map([['b', [join(home, 'b')]]]));
  writeIn(home, 'a/1.jsonl', 50);
  writeIn(home, 'b/1.jsonl', 50);
  await vi.waitFor(() => expect(told).toEqual([['b']]));
});

test('a folder that vanishes is no failure, and is watched again when it is back', async () => {
  const { home, told, watcher } = watching(soon);
  const roots = new Map([['a', [join(home, 'a')]]]);
  watcher.set(roots);
  rmSync(join(home, 'a'), { recursive: true });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
  const before = told.length;
  writeIn(home, 'a/2.jsonl', 5);
  watcher.set(roots);
  // It takes a moment until the kernel has been told.
  await vi.waitFor(() => {
    writeIn(home, 'a/2.jsonl', 50);
    expect(told.length).toBeGreaterThan(before);
  });
});
