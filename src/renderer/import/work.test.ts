import { expect, test } from 'vitest';
import type { JobProgress } from '../../shared/contract.ts';
import type { Upload } from './uploads.ts';
import { percentOf, together, workOf } from './work.ts';

const upload = (given: Partial<Upload>): Upload => ({
  id: 'u1',
  label: 'mine.zip',
  state: 'sending',
  done: 0,
  total: 100,
  rate: null,
  error: null,
  jobId: null,
  cancel: () => {},
  retry: () => {},
  ...given,
});

const job = (given: Partial<JobProgress>): JobProgress => ({
  jobId: 'j1',
  kind: 'import',
  state: 'running',
  label: 'mine.zip',
  runId: 1,
  done: 0,
  total: 1000,
  rate: null,
  remainingMs: null,
  tally: null,
  error: null,
  result: null,
  ...given,
});

test('sending and importing are one line whose bar never goes back', () => {
  const steps = [
    workOf([upload({ state: 'waiting' })], []),
    workOf([upload({ done: 50 })], []),
    workOf([upload({ done: 100, state: 'sent', jobId: 'j1' })], []),
    workOf([upload({ state: 'sent', jobId: 'j1' })], [job({ state: 'queued' })]),
    workOf([upload({ state: 'sent', jobId: 'j1' })], [job({ done: 500 })]),
    workOf([upload({ state: 'sent', jobId: 'j1' })], [job({ done: 1000 })]),
  ];
  expect(steps.map((works) => works.map(({ key }) => key))).toEqual(steps.map(() => ['u1']));
  const shares = steps.map(([work]) => work?.share ?? -1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(0)).toBe(0);
  expect(shares.at(-1)).toBe(1);
});

test('what ended or failed is no work; a job of another window is', () => {
  expect(workOf([upload({ state: 'failed' })], [job({ state: 'done' })])).toEqual([]);
  expect(workOf([upload({ state: 'sent', jobId: 'j1' })], [job({ state: 'failed' })])).toEqual([]);
  expect(workOf([], [job({ done: 500 })]).map(({ key, share }) => [key, share])).toEqual([['j1', 0.5]]);
});

test('several are one share, rate and count; a large one weighs more', () => {
  const counts = { read: 0, added: 3, updated: 1, unchanged: 0, hidden: 0, ignored: 0, quarantined: 0 };
  const tally = { conversations: counts, messages: counts, attachments: counts };
  const works = workOf([upload({ state: 'waiting' })], [job({ done: 1000, rate: 5_000_000, tally })]);
  const { share, facts } = together(works);
  expect(percentOf(share)).toBe(90);
  expect(facts).toEqual(['5.0 MB/s', '4 conversations']);
});
