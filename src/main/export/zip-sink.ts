import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Sink } from './sink.ts';

/** Characters up to which a file is held and packed beside others, in the thread pool; longer ones are streamed. */
const small = 256 * 1024;
/** Characters that may wait to be packed and written. A file that would exceed it is streamed, and with it what came before has left. */
const waiting = 8 * 1024 * 1024;

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
  /** The file being written: its text while it is small, then a stream. */
  let entry: { readonly name: string; readonly time: number | null; text: string; stream: PassThrough | null } | null = null;
  let held = 0;

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

  const optionsFor = (time: number | null): { readonly mtime: Date; readonly mode: number } => ({
    mtime: new Date(time ?? 0),
    mode: 0o100644,
  });
  const add = (name: string, time: number | null, stream: Readable): void => {
    zip.addReadStreamLazy(name, optionsFor(time), (give) => give(null, stream));
  };

  return {
    begin: async (name, time) => {
      if (failure !== null) throw failure;
      entry = { name, time, text: '', stream: null };
    },
    write: async (chunk) => {
      if (entry === null) return;
      if (entry.stream === null) {
        entry.text += chunk;
        if (entry.text.length <= small && held + entry.text.length <= waiting) return;
        entry.stream = new PassThrough();
        add(entry.name, entry.time, entry.stream);
        if (!entry.stream.write(entry.text)) await event(entry.stream, 'drain');
        entry.text = '';
      } else if (!entry.stream.write(chunk)) await event(entry.stream, 'drain');
    },
    end: async () => {
      if (entry === null) return;
      const { name, time, text, stream } = entry;
      entry = null;
      if (stream === null) {
        zip.addBuffer(Buffer.from(text), name, optionsFor(time));
        held += text.length;
        return;
      }
      const ended = event(stream, 'end');
      stream.end();
      await ended;
      held = 0;
    },
    copy: async (name, from, time) => {
      const stream = createReadStream(from);
      const broken = once(stream, 'error').then(([error]) => Promise.reject(error));
      const ended = event(stream, 'end');
      add(name, time, stream);
      await Promise.race([ended, broken]);
      held = 0;
    },
    finish: async () => {
      zip.end();
      await written;
      if (failure !== null) throw failure;
      await rename(temporary, path);
    },
    abort: async () => {
      entry?.stream?.destroy();
      stopped.abort();
      await written;
      await rm(temporary, { force: true });
    },
  };
}
