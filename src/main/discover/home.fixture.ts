import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import type { Surroundings } from './surroundings.ts';

/** A home on the disk with these files, of the given length or content. */
export function homeWith(files: Readonly<Record<string, number | string>>, given: Partial<Surroundings> = {}): Surroundings {
  const home = given.home ?? temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeIn(home, name, content);
  return { platform: 'linux', env: {}, ...given, home };
}

/** Writes a file with all folders above it. @param at its time, in epoch milliseconds */
export function writeIn(home: string, name: string, content: number | string, at?: number): string {
  const file = join(home, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'number' ? 'x'.repeat(content) : content);
  if (at !== undefined) utimesSync(file, at / 1000, at / 1000);
  return file;
}
