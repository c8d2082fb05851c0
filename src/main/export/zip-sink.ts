import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Sink } from './sink.ts';

/**
 * One zip (zip64 where it takes one), written as it is made: no file is held whole. It appears under its name when it is complete; one
 * that was there is replaced. Entries carry the times they are given, so the same export is the same zip.
 */
export function zipSink(path: string): Sink {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);
  const zip = new ZipFile();
  const stopped = new AbortController();
  let failure: Error | null = null;
  const written = pipeline(zip.outputStream, createWriteStream(temporary, { flags: 'wx' }), { signal: stopped.signal }).catch(
    (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    },
  );
  let entry: PassThrough | null = null;

  /** Waits for the event, or fails when the zip cannot be written any more (a full disk). */
  const event = async (stream: Readable | PassThrough, name: 'drain' | 'end'): Promise<void> => {
    const waiting = new AbortController();
    try {
      await Promise.race([once(stream, name, { signal: waiting.signal }), written]);
    } finally {
      waiting.abort();
    }
    if (failure !== null) throw failure;
  };

  const add = (name: string, time: number | null, stream: Readable): void => {
    zip.addReadStreamLazy(name, { mtime: new Date(time ?? 0), mode: 0o100644 }, (give) => give(null, stream));
  };

  return {
    begin: async (name, time) => {
      entry = new PassThrough();
      add(name, time, entry);
    },
    write: async (chunk) => {
      if (entry !== null && !entry.write(chunk)) await event(entry, 'drain');
    },
    end: async () => {
      if (entry === null) return;
      const ended = event(entry, 'end');
      entry.end();
      entry = null;
      await ended;
    },
    copy: async (name, from, time) => {
      const stream = createReadStream(from);
      const broken = once(stream, 'error').then(([error]) => Promise.reject(error));
      const ended = event(stream, 'end');
      add(name, time, stream);
      await Promise.race([ended, broken]);
    },
    finish: async () => {
      zip.end();
      await written;
      if (failure !== null) throw failure;
      await rename(temporary, path);
    },
    abort: async () => {
      entry?.destroy();
      stopped.abort();
      await written;
      await rm(temporary, { force: true });
    },
  };
}
