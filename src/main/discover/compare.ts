import { dirname } from 'node:path';
import type { FoundFile } from './walk.ts';

/** What the archive knows of files on this computer. */
export interface Known {
  /** Files that were read, by path: their length then. */
  readonly files: ReadonlyMap<string, number>;
  /** What was given to imports, and when the last of them began, in epoch milliseconds. */
  readonly inputs: ReadonlyMap<string, number>;
}

export const nothingKnown: Known = { files: new Map(), inputs: new Map() };

/** How the files of a place stand to the archive. */
export interface Compared {
  /** Sessions that were never read. */
  readonly new: number;
  /** Sessions, or what belongs to them, that were read and have changed since. */
  readonly grown: number;
  /** Files of the place that are in the archive. */
  readonly known: number;
  /** What has to be imported to read everything that is new or has grown, and as little else as possible. */
  readonly units: readonly string[];
}

/**
 * By length and time alone: a file is new when it was never read, unless an import has looked at it since it last changed and found nothing
 * in it; it has grown when it has another length than the one that was read. A database is as long as it was while it is written to, so
 * its time counts.
 */
export function compare(files: readonly FoundFile[], known: Known): Compared {
  const lookedAt = lastLook(known.inputs);
  const units = new Set<string>();
  const counts = { new: 0, grown: 0, known: 0, beside: 0 };
  for (const { path, bytes, changedAt, database, kind, unit } of files) {
    const read = known.files.get(path) ?? known.files.get(path.normalize('NFC'));
    const looked = lookedAt(path);
    if (read !== undefined) counts.known++;
    if (changedAt <= looked || (!database && read === bytes)) continue;
    units.add(unit);
    counts[kind === 'beside' ? 'beside' : read === undefined ? 'new' : 'grown']++;
  }
  const grown = counts.grown + counts.new === 0 ? counts.beside : counts.grown;
  return { new: counts.new, grown, known: counts.known, units: [...units] };
}

/** When a path, or a folder above it, was last given to an import; 0: never. */
function lastLook(inputs: ReadonlyMap<string, number>): (path: string) => number {
  const seen = new Map<string, number>();
  const look = (path: string): number => {
    const held = seen.get(path);
    if (held !== undefined) return held;
    const above = dirname(path);
    const at = Math.max(inputs.get(path) ?? 0, above === path ? 0 : look(above));
    seen.set(path, at);
    return at;
  };
  return look;
}
