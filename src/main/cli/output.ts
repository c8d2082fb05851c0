import { ArchiveError } from '../../shared/errors.ts';
import { cutText, onOneLine } from './text-width.ts';

/** What the command line writes to, and when it should stop. Results go to standard output and nothing else does. */
export interface Output {
  /** Standard output. Resolves when there is room for more. Fails with `Cancelled` once the reader is gone (`| head`). */
  readonly write: (text: string) => Promise<void>;
  /** A notice on standard error, unless `--quiet`. */
  readonly note: (line: string) => void;
  /** What went wrong, on standard error, always. */
  readonly fail: (line: string) => void;
  /** The one line that is drawn over and over on a terminal, and nothing elsewhere; null removes it. */
  readonly progress: (line: string | null) => void;
  /** Columns of standard output; 120 where it is no terminal. */
  readonly width: number;
  /** Standard output is a terminal: what is written there must not command it. */
  readonly onTerminal: boolean;
  /** The reader of standard output went away: end quietly. */
  readonly isClosed: () => boolean;
}

export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function createOutput({ stdout, stderr }: Streams, isQuiet: () => boolean, onClosed: () => void): Output {
  let closed = false;
  let drawn = false;
  let last = 0;
  const clear = (): void => {
    if (drawn) stderr.write('\r\u001b[2K');
    drawn = false;
  };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error;
    closed = true;
    onClosed();
  });
  stderr.on('error', () => {});

  return {
    write: async (text) => {
      if (closed) throw new ArchiveError('Cancelled', 'Nobody reads on.');
      clear();
      if (!stdout.write(text) && !closed) await roomIn(stdout);
    },
    note: (line) => {
      clear();
      if (!isQuiet()) stderr.write(`${line}\n`);
    },
    fail: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!stderr.isTTY || isQuiet()) return;
      if (line === null) return clear();
      const now = performance.now();
      if (drawn && now - last < 80) return;
      last = now;
      stderr.write(`\r\u001b[2K${cutText(onOneLine(line), Math.max(20, (stderr.columns ?? 80) - 1))}`);
      drawn = true;
    },
    width: stdout.isTTY ? stdout.columns : 120,
    onTerminal: stdout.isTTY,
    isClosed: () => closed,
  };
}

/** Resolves when the stream takes more, or will never again. */
function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      for (const name of ['drain', 'close', 'error']) stream.off(name, go);
      resolve();
    };
    for (const name of ['drain', 'close', 'error']) stream.on(name, go);
  });
}
