import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blobPath, listBlobs, putBlob, putBlobSync, sweepBlobs } from './blobs.ts';
import { openArchive } from './open.ts';
import { sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

test('the same bytes are kept once, in one piece or in several', async () => {
  const dir = temporaryFolder();
  const one = await putBlob(dir, Buffer.from('hello world'));
  expect(await putBlob(dir, pieces('hello ', 'world'))).toEqual(one);
  expect(putBlobSync(dir, Buffer.from('hello world'))).toEqual(one);
  expect(one).toEqual({ hash: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9', size: 11 });
  expect(readFileSync(blobPath(dir, one.hash), 'utf8')).toBe('hello world');
  expect(listBlobs(dir)).toEqual({ hashes: new Set([one.hash]), strays: [] });
});

test('bytes that end in an error leave nothing', async () => {
  const dir = temporaryFolder();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* pieces('half');
    throw new Error('cut off');
  }
  await expect(putBlob(dir, broken())).rejects.toThrow('cut off');
  expect(listBlobs(dir)).toEqual({ hashes: new Set(), strays: [] });
  expect(readdirSync(join(dir, 'blobs', 'new'))).toEqual([]);
});

test('a sweep removes what nothing refers to, and orphans only when asked', () => {
  const dir = temporaryFolder();
  const { db, close } = openArchive(dir, 'import');
  const unused = putBlobSync(dir, Buffer.from('unused'));
  const orphan = putBlobSync(dir, Buffer.from('orphan'));
  db.run(sql`insert into blob (hash, size) values (${Buffer.from(unused.hash, 'hex')}, 6)`);
  expect(sweepBlobs(dir, db)).toBe(1);
  expect(listBlobs(dir).hashes).toEqual(new Set([orphan.hash]));
  mkdirSync(join(dir, 'blobs', 'new'), { recursive: true });
  writeFileSync(join(dir, 'blobs', 'new', 'cut-short'), 'x');
  expect(sweepBlobs(dir, db, true)).toBe(2);
  expect(listBlobs(dir)).toEqual({ hashes: new Set(), strays: [] });
  close();
});

test('a sweep that is ended in the middle is ended by the next', () => {
  const dir = temporaryFolder();
  const { db, close } = openArchive(dir, 'import');
  const { hash } = putBlobSync(dir, Buffer.from('unused'));
  db.run(sql`insert into blob (hash, size) values (${Buffer.from(hash, 'hex')}, 6)`);
  // As if the process were ended between the file and its row.
  db.exec("create trigger ended before delete on blob begin select raise(abort, 'ended'); end");
  expect(() => sweepBlobs(dir, db)).toThrow('ended');
  db.exec('drop trigger ended');
  expect(sweepBlobs(dir, db)).toBe(1);
  expect(existsSync(blobPath(dir, hash))).toBe(false);
  expect(db.all(sql`select hash from blob`)).toEqual([]);
  close();
});
