import { expect, test } from 'vitest';
import type { JobProgress } from '../../../shared/contract.ts';
import { followWork, long, type Bar } from './work-follower.ts';

const job = (change: Partial<JobProgress>): JobProgress => ({
  jobId: 'a',
  kind: 'import',
  state: 'running',
  label: 'mine.zip',
  runId: 1,
  done: 0,
  total: null,
  rate: null,
  remainingMs: null,
  tally: null,
  error: null,
  result: null,
  ...change,
});

function follow() {
  const bars: Bar[] = [];
  const notified: JobProgress[] = [];
  const world = { now: 0, looking: false };
  const follower = followWork({
    show: (bar) => bars.push(bar),
    notify: (ended) => notified.push(ended),
    isLookedAt: () => world.looking,
    now: () => world.now,
  });
  return { ...follower, bars, notified, world };
}

test('the bar is busy, then full by hundredths, then gone', () => {
  const { job: tell, bars } = follow();
  tell(job({ state: 'queued' }));
  tell(job({}));
  tell(job({ done: 250, total: 1000 }));
  tell(job({ done: 251, total: 1000 }));
  tell(job({ done: 1200, total: 1000 }));
  tell(job({ state: 'done' }));
  expect(bars).toEqual([
    { value: 2, mode: 'indeterminate' },
    { value: 0.25, mode: 'normal' },
    { value: 1, mode: 'normal' },
    { value: -1, mode: 'none' },
  ]);
});

test('an import and an export share it', () => {
  const { job: tell, bars } = follow();
  tell(job({ done: 50, total: 100 }));
  tell(job({ jobId: 'b', kind: 'export', done: 0, total: 10 }));
  tell(job({ state: 'done' }));
  tell(job({ jobId: 'b', kind: 'export', state: 'cancelled' }));
  expect(bars.map(({ value }) => value)).toEqual([0.5, 0.25, 0, -1]);
});

test('a failure stays until somebody looks, or something else begins', () => {
  const { job: tell, bars, seen, world } = follow();
  tell(job({}));
  tell(job({ state: 'failed', error: 'The disk is full.' }));
  expect(bars.at(-1)).toEqual({ value: 1, mode: 'error' });
  seen();
  expect(bars.at(-1)).toEqual({ value: -1, mode: 'none' });
  world.looking = true;
  tell(job({ jobId: 'b' }));
  tell(job({ jobId: 'b', state: 'failed' }));
  expect(bars.at(-1)).toEqual({ value: -1, mode: 'none' });
});

test('the end of a long import is told to somebody who looks elsewhere, and nothing else is', () => {
  const { job: tell, notified, world } = follow();
  const one = (kind: JobProgress['kind'], took: number): void => {
    tell(job({ kind }));
    world.now += took;
    tell(job({ kind, state: 'done' }));
  };
  one('import', long - 1);
  one('export', long * 2);
  world.looking = true;
  one('import', long * 2);
  expect(notified).toEqual([]);
  world.looking = false;
  one('import', long);
  expect(notified).toMatchObject([{ kind: 'import', state: 'done' }]);
});

test('an ended job that nobody saw begin is no news', () => {
  const { job: tell, notified, bars } = follow();
  tell(job({ state: 'done' }));
  expect([notified, bars]).toEqual([[], []]);
});
