import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../alive.ts';

const noteSchema = z.object({ path: z.string(), pid: z.number(), host: z.string() });

/** Names of folders that are made here, and nobody else's. */
const ours = /^\..+-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** In an archive: holds the notes. */
const leftoversFolder = 'leftovers';

/** A hidden name beside others that nothing else has. */
export function hiddenName(name: string): string {
  return `.${name}-${randomUUID()}`;
}

/**
 * Notes in the archive `dir` that this process makes a folder outside of it, which holds a copy of it for a while; to be called before it is
 * made. Should the process be ended, `sweepLeftovers` finds it.
 *
 * @param path its name is of `hiddenName`
 * @param later where the archive will be, when it has not got its name yet
 * @returns takes the note back, once the folder is gone
 */
export function noteFolder(dir: string, path: string, later = dir): () => void {
  const name = `${randomUUID()}.json`;
  try {
    mkdirSync(join(dir, leftoversFolder), { recursive: true });
    writeFileSync(join(dir, leftoversFolder, name), JSON.stringify({ path, pid: process.pid, host: hostname() }));
  } catch {
    // An archive that may only be read takes no notes.
    return () => {};
  }
  return () => forget(join(later, leftoversFolder), name);
}

/** Removes what processes that are no more have left outside of the archive `dir`. What cannot be removed is tried again the next time. */
export function sweepLeftovers(dir: string): void {
  const notes = join(dir, leftoversFolder);
  for (const name of namesIn(notes)) {
    const file = join(notes, name);
    const note = noteIn(file);
    if (note !== null && (note.host !== hostname() || isAlive(note.pid))) continue;
    try {
      if (note !== null && isAbsolute(note.path) && ours.test(basename(note.path)))
        rmSync(note.path, { recursive: true, force: true, maxRetries: 3 });
      forget(notes, name);
    } catch {
      continue;
    }
  }
}

/** Null for half a note: its folder was not made yet. */
function noteIn(file: string): z.infer<typeof noteSchema> | null {
  try {
    return noteSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function forget(notes: string, name: string): void {
  rmSync(join(notes, name), { force: true });
  try {
    rmdirSync(notes);
  } catch {
    // Another process has a note in it.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
