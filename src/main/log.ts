import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Log = (line: string) => void;

const maxBytes = 1024 * 1024;

/**
 * A log file in the archive's folder: what was started and what failed, never what a conversation says. At 1 MB the file becomes
 * `log.old`. A log that cannot be written stops nothing.
 */
export function logIn(dir: string): Log {
  const file = join(dir, 'log');
  return (line) => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.old`);
      appendFileSync(file, `${new Date().toISOString()} ${process.pid} ${line.replaceAll('\n', ' ')}\n`, { mode: 0o600 });
    } catch {
      // Nothing to do: the disk is full or the folder is gone, and whoever writes there says so.
    }
  };
}
