import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { checkArchive } from '../archive/doctor.ts';
import { isArchive } from '../archive/open.ts';

/** Starts the importer on its own, as a host does. */
export function startImporter(importer: string, dir: string, inputs: readonly string[]): ChildProcess {
  const child = fork(importer, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    if (message.type === 'ready')
      child.send({ type: 'start', task: { kind: 'import', dir, inputs, provider: null, dryRun: false } });
    if (message.type === 'done' || message.type === 'failed') {
      if (message.type === 'failed') process.exitCode = 1;
      child.disconnect();
    }
  });
  return child;
}

/** Runs an import to its end. Milliseconds it took. */
export async function importWhole(importer: string, dir: string, inputs: readonly string[]): Promise<number> {
  const began = performance.now();
  await once(startImporter(importer, dir, inputs), 'exit');
  return performance.now() - began;
}

/**
 * Imports with a process that is killed after `after` milliseconds, and asks the doctor: no problems when all is well. `alive` is false when
 * the process had ended before.
 */
export async function killedImport(
  importer: string,
  dir: string,
  inputs: readonly string[],
  after: number,
): Promise<{ readonly alive: boolean; readonly problems: readonly string[] }> {
  const child = startImporter(importer, dir, inputs);
  const exit = once(child, 'exit');
  await Promise.race([setTimeout(after), exit]);
  const alive = child.exitCode === null;
  child.kill('SIGKILL');
  await exit;
  return { alive, problems: isArchive(dir) ? problemsOf(dir) : [] };
}

/** What the doctor finds wrong. */
export function problemsOf(dir: string): string[] {
  return checkArchive(dir).checks.flatMap((check) => check.problems.map((problem) => `${check.name}: ${problem}`));
}
