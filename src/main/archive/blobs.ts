import { createHash, hash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rawSql, sql, type Db } from './sql.ts';

export interface Blob {
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  readonly size: number;
}

/** Where the bytes of a hash lie, whether they are there or not. */
export function blobPath(dir: string, hex: string): string {
  return join(blobFolder(dir), hex.slice(0, 2), hex.slice(2));
}

/**
 * Keeps bytes under their hash: written beside, synced, renamed. Does nothing when they are there. The bytes are counted only once
 * a record that refers to them is stored; until then a sweep may take them for an orphan, so sweeps and imports exclude each other.
 */
export async function putBlob(dir: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<Blob> {
  if (bytes instanceof Uint8Array) return putBlobSync(dir, bytes);
  const digest = createHash('sha256');
  let size = 0;
  const beside = besideFile(dir);
  const file = await open(beside, 'wx');
  try {
    for await (const chunk of bytes) {
      digest.update(chunk);
      size += chunk.length;
      let written = 0;
      while (written < chunk.length) written += (await file.write(chunk, written)).bytesWritten;
    }
    await file.sync();
  } catch (error) {
    await file.close();
    rmSync(beside, { force: true });
    throw error;
  }
  await file.close();
  const hex = digest.digest('hex');
  moveInto(dir, beside, hex, size);
  return { hash: hex, size };
}

/** The same for bytes in memory, for parser threads. */
export function putBlobSync(dir: string, bytes: Uint8Array): Blob {
  const hex = hash('sha256', bytes, 'hex');
  if (!blobIsThere(dir, hex, bytes.length)) {
    const beside = besideFile(dir);
    const file = openSync(beside, 'wx');
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } catch (error) {
      // On a full disk what was begun takes the room in which to say so.
      rmSync(beside, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    moveInto(dir, beside, hex, bytes.length);
  }
  return { hash: hex, size: bytes.length };
}

/** Bytes that come piece by piece, too many to be held. */
export interface BlobSink {
  readonly write: (bytes: Uint8Array) => void;
  /** Keeps what was written, under its hash. */
  readonly finish: () => Blob;
}

/** A blob in the making; what is not finished is a stray that the next sweep removes. */
export function openBlobSink(dir: string): BlobSink {
  const beside = besideFile(dir);
  const file = openSync(beside, 'wx');
  const digest = createHash('sha256');
  let size = 0;
  return {
    write: (bytes) => {
      digest.update(bytes);
      try {
        for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      } catch (error) {
        closeSync(file);
        rmSync(beside, { force: true });
        throw error;
      }
      size += bytes.length;
    },
    finish: () => {
      fsyncSync(file);
      closeSync(file);
      const hex = digest.digest('hex');
      moveInto(dir, beside, hex, size);
      return { hash: hex, size };
    },
  };
}

/** Bytes `from` … `to` of a blob. @throws when the file is not there */
export function readBlob(dir: string, hex: string, from: number, to: number): Buffer {
  const file = openSync(blobPath(dir, hex), 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, to - from));
    let read = 0;
    for (let more = -1; more !== 0 && read < bytes.length; read += more)
      more = readSync(file, bytes, read, bytes.length - read, from + read);
    return bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

/** Hashes of all files in the blob folder; what is left of interrupted writes comes as `strays`, by path. */
export function listBlobs(dir: string): { readonly hashes: ReadonlySet<string>; readonly strays: readonly string[] } {
  const hashes = new Set<string>();
  const strays: string[] = [];
  for (const first of readdirOrNone(blobFolder(dir))) {
    const folder = join(blobFolder(dir), first);
    for (const rest of readdirOrNone(folder)) {
      const hex = first + rest;
      if (/^[0-9a-f]{64}$/.test(hex)) hashes.add(hex);
      else strays.push(join(folder, rest));
    }
  }
  return { hashes, strays };
}

/**
 * Removes bytes that nothing refers to: first the file, then its row. With `orphans`, also files without a row. The caller holds the import
 * lock, so that nothing begins to refer to them meanwhile.
 *
 * @returns how many files were removed
 */
export function sweepBlobs(dir: string, db: Db, orphans = false): number {
  // What is not committed may be rolled back, and a file cannot (a dry run is one transaction).
  if (db.inTransaction) return 0;
  const unused = db.all<{ hash: string }>(sql`select lower(hex(hash)) as hash from blob where refs = 0`).map((row) => row.hash);
  // The rows last: as long as one is there, the next sweep finds what this one did not come to.
  for (const hex of unused) rmSync(blobPath(dir, hex), { force: true });
  db.transaction(() => {
    for (const hex of unused) db.run(sql`delete from blob where hash = ${Buffer.from(hex, 'hex')} and refs = 0`);
  });
  if (!orphans) return unused.length;
  const { hashes, strays } = listBlobs(dir);
  const orphaned = [...hashes].filter((hex) => !hasRow(db, hex)).map((hex) => blobPath(dir, hex));
  for (const path of [...orphaned, ...strays]) rmSync(path, { force: true });
  return unused.length + orphaned.length + strays.length;
}

function hasRow(db: Db, hex: string): boolean {
  return db.get(sql`select ${rawSql('1')} from blob where hash = ${Buffer.from(hex, 'hex')}`) !== undefined;
}

function blobFolder(dir: string): string {
  return join(dir, 'blobs');
}

function besideFile(dir: string): string {
  const folder = join(blobFolder(dir), 'new');
  mkdirSync(folder, { recursive: true });
  return join(folder, randomUUID());
}

function moveInto(dir: string, beside: string, hex: string, size: number): void {
  if (blobIsThere(dir, hex, size)) {
    rmSync(beside, { force: true });
    return;
  }
  const path = blobPath(dir, hex);
  mkdirSync(dirname(path), { recursive: true });
  renameSync(beside, path);
}

/** Whether the bytes of a hash are on the disk. */
export function blobIsThere(dir: string, hex: string, size: number): boolean {
  return statSync(blobPath(dir, hex), { throwIfNoEntry: false })?.size === size;
}

function readdirOrNone(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}
