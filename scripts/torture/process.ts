import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Action } from './action.ts';

/** What is loaded into the process before it acts. */
export type Preload = 'older-parsers' | 'small-limits';

/** When a process is killed: after milliseconds, or at the n-th moment of its main thread or of one that parses (see faults.ts). */
export type Fault =
  | { readonly in: 'time'; readonly at: number }
  | { readonly in: 'main'; readonly at: number }
  | { readonly in: 'thread'; readonly at: number };

export interface Work {
  readonly folder: string;
  readonly actions: readonly Action[];
  readonly preloads?: readonly Preload[];
}

/** How long an action takes that nothing ends, and how many moments it has. */
export interface Measured {
  readonly ms: number;
  readonly main: number;
  readonly thread: number;
}

/** Lets an action come to its end. @throws when it fails */
export async function actWhole(work: Work): Promise<Measured> {
  const count = join(work.folder, 'moments');
  rmSync(count, { force: true });
  const began = performance.now();
  const { code, said } = await ended(work, { TORTURE_COUNT: count }, null);
  const ms = performance.now() - began;
  if (code !== 0) throw new Error(`${JSON.stringify(work.actions)} failed: ${said}`);
  const measured = { ms, main: 0, thread: 0 };
  for (const line of readFileSync(count, 'utf8').split('\n')) {
    const [where, at] = line.split(' ');
    if (where === 'main' || where === 'thread') measured[where] = Math.max(measured[where], Number(at));
  }
  rmSync(count);
  return measured;
}

/** Begins an action and kills it. `killed` is false when it came to its end before; `said`: why it failed, else empty. */
export async function actKilled(work: Work, fault: Fault): Promise<{ readonly killed: boolean; readonly said: string }> {
  const env: Readonly<Record<string, string>> = fault.in === 'time' ? {} : { TORTURE_FAULT: `${fault.in} ${fault.at}` };
  const { code, said } = await ended(work, env, fault.in === 'time' ? fault.at : null);
  return { killed: code === null, said: code === null || code === 0 ? '' : said };
}

async function ended(
  { folder, actions, preloads = [] }: Work,
  env: Readonly<Record<string, string>>,
  after: number | null,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const here = import.meta.dirname;
  const child = fork(join(here, 'action.ts'), [folder, JSON.stringify(actions)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    execArgv: [
      '--wasm-wrapper-tiering-budget=1000000000',
      ...[...preloads, 'faults'].flatMap((name) => ['--import', join(here, `${name}.ts`)]),
    ],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = once(child, 'exit');
  if (after !== null) {
    await Promise.race([setTimeout(after), exit]);
    child.kill('SIGKILL');
  }
  await exit;
  return { code: child.exitCode, said };
}
