import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FoundPlace } from '../../shared/contract.ts';
import { compare, type Compared, type Known } from './compare.ts';
import { looksLikeExport, placesIn, type Place } from './places.ts';
import type { Surroundings } from './surroundings.ts';
import { bounds, walkPlace, type Bounds, type FoundFile, type Walked } from './walk.ts';

/** A place that is there, with what to import of it. */
export interface Found {
  readonly place: FoundPlace;
  /** Everything of it. */
  readonly roots: readonly string[];
  /** What is new or has grown, and as little else as possible. */
  readonly units: readonly string[];
}

/** The id of the place that is the person's downloads. */
export const downloadsId = 'downloads';

/** Export zips that are hinted at. */
const mostExports = 50;

/** Looks at every place. Nothing but a tool's own settings is opened. @param only ids; null: all */
export async function discover(
  surroundings: Surroundings,
  known: Known,
  only: ReadonlySet<string> | null = null,
  limits: Bounds = bounds,
  signal?: AbortSignal,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const place of placesIn(surroundings)) {
    if (only !== null && !only.has(place.id)) continue;
    const walked = await walkPlace(place, limits, signal);
    const one = await foundAt(place, surroundings.home, walked, compare(walked.files, known), known);
    if (one !== null) found.push(one);
  }
  const exports =
    only === null || only.has(downloadsId)
      ? await exportsIn(join(surroundings.home, 'Downloads'), surroundings.home, known)
      : null;
  return exports === null ? found : [...found, exports];
}

async function foundAt(place: Place, home: string, walked: Walked, compared: Compared, known: Known): Promise<Found | null> {
  const { files, roots, bytes, cut, unreadable } = walked;
  const { id, provider, variant, folder } = place;
  const sessions = files.filter(({ kind }) => kind === 'session').length;
  const isCounted = !files.some(({ kind }) => kind === 'sessions');
  const remembered = compared.known > 0 || (files.length === 0 && wasReadIn(folder, known));
  if (files.length === 0 && unreadable === 0 && !remembered) return null;
  const figures = {
    sessions: isCounted ? sessions : null,
    bytes,
    new: compared.new,
    grown: compared.grown,
    archived: remembered,
    changedAt: lastChange(files),
    deletedAfterDays: await daysOf(place),
    missing: roots.length === 0,
    partly: cut || unreadable > 0,
  };
  const [root] = roots;
  // One folder is named itself; of several the one around them.
  const path = roots.length === 1 && root !== undefined ? root : folder;
  return { place: { id, provider, variant, path, shown: inHome(path, home), ...figures }, roots, units: compared.units };
}

function inHome(path: string, home: string): string {
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

function wasReadIn(folder: string, { files }: Known): boolean {
  const inside = [`${folder}/`, `${folder}\\`];
  for (const path of files.keys()) if (inside.some((start) => path.startsWith(start))) return true;
  return false;
}

function lastChange(files: readonly FoundFile[]): number | null {
  const last = files.reduce((latest, { changedAt }) => Math.max(latest, changedAt), 0);
  return last === 0 ? null : Math.round(last);
}

/** Settings are small; a larger file is none. */
const largestSettings = 1024 * 1024;

async function daysOf({ folder, deletes }: Place): Promise<number | null> {
  if (deletes === undefined) return null;
  const file = join(folder, deletes.settings);
  try {
    if ((await stat(file)).size > largestSettings) return deletes.days(null);
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    return deletes.days(settings);
  } catch {
    return deletes.days(null);
  }
}

/** Zips in the downloads folder that have the name of an export: a hint, nothing of them is opened. */
async function exportsIn(folder: string, home: string, known: Known): Promise<Found | null> {
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return null;
  }
  const files: FoundFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || !looksLikeExport(entry.name) || files.length >= mostExports) continue;
    const path = join(folder, entry.name);
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    files.push({ path, bytes: found.size, changedAt: found.mtimeMs, kind: 'session', database: false, unit: path });
  }
  if (files.length === 0) return null;
  const left = files.filter(({ path, changedAt }) => (known.inputs.get(path) ?? 0) < changedAt).map(({ path }) => path);
  const place: FoundPlace = {
    id: downloadsId,
    provider: null,
    variant: null,
    path: folder,
    shown: inHome(folder, home),
    sessions: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    new: left.length,
    grown: 0,
    archived: left.length < files.length,
    changedAt: lastChange(files),
    deletedAfterDays: null,
    missing: false,
    partly: false,
  };
  return { place, roots: left, units: left };
}

/** Beyond so many, a place is read as a whole: what has not grown is recognised while it is read. */
const mostUnits = 200;

/** The paths to import so that everything that is new or has grown in these places is read, and little else. */
export function inputsOf(found: readonly Found[]): readonly string[] {
  return found.flatMap(({ place, roots, units }) =>
    units.length === 0 ? [] : !place.archived || units.length > mostUnits ? roots : outermost(units),
  );
}

/** Without folders that lie in others of the list. */
function outermost(paths: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const path of paths.toSorted((a, b) => (a < b ? -1 : 1))) {
    const last = kept.at(-1);
    if (last === undefined || !(path.startsWith(`${last}/`) || path.startsWith(`${last}\\`))) kept.push(path);
  }
  return kept;
}
