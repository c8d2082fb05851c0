import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const from = JSON.stringify(join(import.meta.dirname, 'priority.ts'));

/** Runs a program that may use both ways and prints JSON. */
function printed(program: string): unknown {
  const source = `
    const { runBehind, runThreadBehind } = await import(${from});
    const { readdirSync } = await import('node:fs');
    const { getPriority } = await import('node:os');
    const { Worker } = await import('node:worker_threads');
    const all = () => readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)));
    ${program}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test('a process gives way, and says nothing when it was lower yet', () => {
  expect(printed(`runBehind(); runBehind(); console.log(getPriority())`)).toBe(10);
});

describe.runIf(process.platform === 'linux')('threads', () => {
  test('every thread of the process gives way, and those it starts later', () => {
    const source = `
      runBehind();
      const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
      await new Promise((resolve) => worker.once('online', resolve));
      console.log(JSON.stringify([...new Set(all())]));
      process.exit();`;
    expect(printed(source)).toEqual([10]);
  });

  test('one thread gives way, with those it starts, and no other', () => {
    const source = `
      const inner = 'setInterval(() => {}, 1000)';
      const outer = \`
        import { Worker, parentPort } from 'node:worker_threads';
        import(${from}).then(({ runThreadBehind }) => {
          runThreadBehind();
          new Worker(\${JSON.stringify(inner)}, { eval: true }).once('online', () => parentPort.postMessage(null));
        });\`;
      const worker = new Worker(outer, { eval: true });
      await new Promise((resolve) => worker.once('message', resolve));
      const lower = all().filter((priority) => priority === 10).length;
      console.log(JSON.stringify([getPriority(), lower === 2]));
      process.exit();`;
    expect(printed(source)).toEqual([0, true]);
  });
});
