import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Lets everything a person waits for run before this process: an import, an export or a look around takes what the window leaves, and
 * all of an idle machine.
 */
export function runBehind(): void {
  lower(0);
  // On Linux each thread has a priority of its own, taken from the thread that starts it: V8's are there already.
  if (process.platform === 'linux') for (const thread of threads()) lower(thread);
}

/** The same for one thread of a process that also answers the window, and the threads it starts; only Linux can do that. */
export function runThreadBehind(): void {
  if (process.platform === 'linux') lower(0);
}

/** @param id of a process or, on Linux, a thread; 0: whoever asks */
function lower(id: number): void {
  try {
    setPriority(id, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, runs lower yet, or the system forbids it: then it competes.
  }
}

function threads(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [];
  }
}
