import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from './archive/temporary-folder.ts';
import type { JobProgress } from '../shared/contract.ts';
import { nodeHost } from './hosts/node/host.ts';
import { createJobs, type Job, type Jobs } from './jobs.ts';

/** A piece of work that does as its task says, in a real process. */
const work = `
import { appendFileSync } from 'node:fs';
import { serveWork } from '${pathToFileURL(join(import.meta.dirname, 'work.ts')).href}';
serveWork(async ({ act, file }, signal, onProgress) => {
  appendFileSync(file, act + ' ' + process.pid + '\\n');
  if (act === 'crash') process.exit(7);
  if (act === 'fail') throw new Error('It is no export.');
  if (act === 'report') for (let done = 1; done <= 5000; done++) { onProgress({ done, total: 5000 }); if (done % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10)); }
  if (act === 'wait') await new Promise((resolve, reject) => { const busy = setInterval(() => {}, 1000); signal.addEventListener('abort', () => { clearInterval(busy); reject(new DOMException('', 'AbortError')); }); });
  if (act === 'deaf') await new Promise(() => setInterval(() => {}, 1000));
  return { runId: 3, answered: act };
});
`;

let dir = '';
let jobs: Jobs;
let events: JobProgress[] = [];
let ended: string[] = [];
const waiters: (() => void)[] = [];

beforeEach(() => {
  dir = temporaryFolder();
  writeFileSync(join(dir, 'work.ts'), work);
  events = [];
  ended = [];
  jobs = createJobs(
    nodeHost('cli'),
    (progress) => {
      events.push(progress);
      for (const waiter of waiters.splice(0)) waiter();
    },
    () => {},
  );
});
afterEach(async () => {
  await jobs.close();
});

function add(act: string, kind: Job['kind'] = 'import'): string {
  const task = { act, file: join(dir, 'done') };
  const after = async (): Promise<void> => void ended.push(act);
  return jobs.add(() => ({
    kind,
    label: act,
    entry: join(dir, 'work.ts'),
    task,
    result: kind === 'export' ? '/exports/x.zip' : null,
    after,
  }));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => waiters.push(resolve));
}

const stateOf = (jobId: string): string | undefined => jobs.list().find((job) => job.jobId === jobId)?.state;

describe('a job', () => {
  test('ends with what its process answered', async () => {
    const end = await jobs.ended(add('quick'));
    expect(end.progress).toMatchObject({ state: 'done', runId: 3, error: null });
    expect(end.result).toEqual({ runId: 3, answered: 'quick' });
    expect(ended).toEqual(['quick']);
  });

  test('says where its result is, once it is there', async () => {
    const id = add('quick', 'export');
    expect(jobs.list()[0]?.result).toBeNull();
    expect((await jobs.ended(id)).progress.result).toBe('/exports/x.zip');
  });

  test('reports a few times, not five thousand, and its last word is the last', async () => {
    await jobs.ended(add('report'));
    const reports = events.filter(({ state, done }) => state === 'running' && done > 0);
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.length).toBeLessThan(60);
    expect(reports.at(-1)).toMatchObject({ done: 5000, total: 5000 });
  });

  test('that fails says why', async () => {
    expect((await jobs.ended(add('fail'))).progress).toMatchObject({ state: 'failed', error: 'It is no export.' });
  });

  test('whose process dies is failed, and the next one runs', async () => {
    const crashed = add('crash');
    const next = add('quick');
    expect((await jobs.ended(crashed)).progress).toMatchObject({ state: 'failed', error: expect.stringContaining('code 7') });
    expect((await jobs.ended(next)).progress.state).toBe('done');
    expect(ended).toEqual(['crash', 'quick']);
  });

  test('whose program is not there is failed', async () => {
    const id = jobs.add(() => ({
      kind: 'import',
      label: '',
      entry: join(dir, 'none.ts'),
      task: null,
      result: null,
      after: async () => {},
    }));
    expect((await jobs.ended(id)).progress.state).toBe('failed');
  });
});

describe('cancelling', () => {
  test('a running job ends it, by itself', async () => {
    const id = add('wait');
    await until(() => stateOf(id) === 'running');
    jobs.cancel(id);
    expect((await jobs.ended(id)).progress.state).toBe('cancelled');
  });

  test('a queued job never starts it', async () => {
    const first = add('wait');
    const second = add('quick');
    expect(stateOf(second)).toBe('queued');
    jobs.cancel(second);
    expect((await jobs.ended(second)).progress.state).toBe('cancelled');
    expect(ended).toEqual(['quick']);
    jobs.cancel(first);
    await jobs.ended(first);
  });

  test('what has ended changes nothing; what never was is not found', async () => {
    const id = add('quick');
    await jobs.ended(id);
    jobs.cancel(id);
    expect(stateOf(id)).toBe('done');
    expect(() => jobs.cancel('none')).toThrow('There is no such job.');
  });
});

describe('a process at work', () => {
  test('dies with the one that started it, however that ends', async () => {
    writeFileSync(
      join(dir, 'parent.ts'),
      `import { nodeHost } from '${pathToFileURL(join(import.meta.dirname, 'hosts/node/host.ts')).href}';
       const work = nodeHost('cli').startProcess('${join(dir, 'work.ts').replaceAll('\\', '/')}');
       work.listen((message) => {
         if (message.type === 'ready') work.post({ type: 'start', task: { act: 'deaf', file: '${join(dir, 'done').replaceAll('\\', '/')}' } });
       }, () => {});`,
    );
    const parent = spawn(process.execPath, [join(dir, 'parent.ts')], { stdio: 'ignore' });
    const done = (): string => (existsSync(join(dir, 'done')) ? readFileSync(join(dir, 'done'), 'utf8') : '');
    while (!done().endsWith('\n')) await new Promise((resolve) => setTimeout(resolve, 10));
    const pid = Number(done().trim().split(' ')[1]);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

function isAlive(pid: number): boolean {
  try {
    // Where nobody buries the dead, as in some containers, they still answer.
    const buried = process.platform === 'linux' && / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0) && !buried;
  } catch {
    return false;
  }
}

describe('the queue', () => {
  test('runs one import at a time, in order, and an export beside it', async () => {
    const first = add('wait');
    const second = add('quick');
    const exported = add('quick', 'export');
    expect((await jobs.ended(exported)).progress.state).toBe('done');
    expect(stateOf(second)).toBe('queued');
    jobs.cancel(first);
    expect((await jobs.ended(second)).progress.state).toBe('done');
  });

  test('is emptied when the archive is closed, deaf processes too', async () => {
    const deaf = add('deaf');
    const queued = add('quick');
    await until(() => stateOf(deaf) === 'running');
    const end = jobs.ended(deaf);
    await jobs.close();
    expect((await end).progress.state).toBe('cancelled');
    expect(stateOf(deaf)).toBe('cancelled');
    expect(stateOf(queued)).toBe('cancelled');
    expect(() => add('quick')).toThrow('closed');
  });

  test('remembers the last that ended, and no more', async () => {
    let last = '';
    for (let index = 0; index < 22; index++) last = add('crash');
    await jobs.ended(last);
    expect(jobs.list()).toHaveLength(20);
  });
});
