import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a command as a whole process tree and says what it took. */
export interface Measured {
  readonly seconds: number;
  readonly stdout: string;
  readonly code: number | null;
  /** Largest resident set of any one process of the tree, bytes; null where the system does not tell (only Linux does, cheaply). */
  readonly residentBytes: number | null;
  /** Seconds from the start until `marker` stood on standard error; null when it never did. */
  readonly markedSeconds: number | null;
}

/** @param marker text on standard error whose first appearance is timed. */
export async function measure(command: string, args: readonly string[], marker?: string): Promise<Measured> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let marked: number | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-10_000);
    if (marker !== undefined && marked === null && stderr.includes(marker)) marked = (performance.now() - started) / 1000;
  });
  const resident = watch(child.pid ?? 0);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  resident.stop();
  if (code !== 0 && code !== 3) console.error(stderr);
  return {
    seconds: (performance.now() - started) / 1000,
    stdout,
    code,
    residentBytes: resident.largest() || null,
    markedSeconds: marked,
  };
}

/** Largest resident sets of a process and all below it. */
export interface Watch {
  /** Of any one of them until now, bytes; 0 where the system does not tell. */
  readonly largest: () => number;
  readonly stop: () => void;
}

export function watch(root: number): Watch {
  let peak = 0;
  const look = (): void => {
    for (const pid of tree(root)) peak = Math.max(peak, peakOf(pid));
  };
  const sampler = setInterval(look, 40);
  return { largest: () => peak, stop: () => clearInterval(sampler) };
}

function tree(root: number): number[] {
  const found = [root];
  for (let i = 0; i < found.length; i++) {
    try {
      for (const task of readdirSync(`/proc/${found[i]}/task`)) {
        const children = readFileSync(`/proc/${found[i]}/task/${task}/children`, 'utf8').trim();
        if (children !== '') found.push(...children.split(' ').map(Number));
      }
    } catch {
      // Gone, or no /proc here.
      continue;
    }
  }
  return found;
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/**
 * Milliseconds that the threads of a process have computed which give way to none: also on a busy machine, what an answer costs. Null
 * where the system does not tell (only Linux does).
 */
export function readyCpu(pid: number): number | null {
  let nanoseconds = 0;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const home = `/proc/${pid}/task/${thread}`;
      // The name may hold spaces; the priority is the 17th field behind it.
      const [, behind = ''] = readFileSync(`${home}/stat`, 'utf8').split(') ');
      if (behind.split(' ')[16] === '0') nanoseconds += Number(readFileSync(`${home}/schedstat`, 'utf8').split(' ')[0]);
    }
    return nanoseconds / 1e6;
  } catch {
    return null;
  }
}

/** Bytes of all files below a folder. */
export function bytesBelow(dir: string): number {
  let bytes = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return bytes;
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
