import { randomBytes } from 'node:crypto';
import { closeSync, copyFileSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sink } from './sink.ts';

/** Characters held before they are written. */
const held = 256 * 1024;

/**
 * Files in a folder, made when it is not there. Each is written under a temporary name beside it and renamed when it is whole; a file of
 * the same name is replaced. Synchronous inside: it runs in a process of its own.
 */
export function folderSink(dir: string): Sink {
  mkdirSync(dir, { recursive: true });
  let open: { readonly file: number; readonly temporary: string; readonly path: string; buffer: string } | null = null;

  const temporaryFor = (path: string): string => join(dirname(path), `.${randomBytes(6).toString('hex')}.partial`);
  const flush = (): void => {
    if (open === null || open.buffer === '') return;
    const bytes = Buffer.from(open.buffer);
    for (let from = 0; from < bytes.length;) from += writeSync(open.file, bytes, from);
    open.buffer = '';
  };

  return {
    begin: async (name) => {
      const path = join(dir, ...name.split('/'));
      mkdirSync(dirname(path), { recursive: true });
      const temporary = temporaryFor(path);
      open = { file: openSync(temporary, 'wx'), temporary, path, buffer: '' };
    },
    write: async (chunk) => {
      if (open === null) return;
      open.buffer += chunk;
      if (open.buffer.length >= held) flush();
    },
    end: async () => {
      if (open === null) return;
      flush();
      closeSync(open.file);
      renameSync(open.temporary, open.path);
      open = null;
    },
    copy: async (name, from) => {
      const path = join(dir, ...name.split('/'));
      // Named by content: the same name and size are the same bytes.
      if (statSync(path, { throwIfNoEntry: false })?.size === statSync(from).size) return;
      mkdirSync(dirname(path), { recursive: true });
      const temporary = temporaryFor(path);
      try {
        copyFileSync(from, temporary);
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    },
    finish: async () => {},
    abort: async () => {
      if (open === null) return;
      closeSync(open.file);
      rmSync(open.temporary, { force: true });
      open = null;
    },
  };
}
