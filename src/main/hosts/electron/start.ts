import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the program was started with. */
export interface Start {
  /** `--archive=DIR` or `--archive DIR`. */
  readonly archive: string | undefined;
  /** Files and folders to import, absolute. */
  readonly files: readonly string[];
}

/**
 * Reads the arguments that follow the program. Electron and Chromium put switches of their own between them, and `electron .` names
 * the app's folder; whatever is no file that is there is none to import. After `--` there are files alone, whatever their names begin with.
 */
export function startOf(args: readonly string[], cwd: string, appPath: string): Start {
  const end = args.indexOf('--');
  const switches = end < 0 ? args : args.slice(0, end);
  const joined = switches.find((argument) => argument.startsWith('--archive='))?.slice('--archive='.length);
  const at = switches.indexOf('--archive');
  const archive = joined ?? (at >= 0 ? switches[at + 1] : undefined);
  const files = switches
    .filter((argument, place) => !argument.startsWith('-') && !(at >= 0 && place === at + 1))
    .concat(end < 0 ? [] : args.slice(end + 1))
    .filter((argument) => argument !== '')
    .map((argument) => resolve(cwd, pathOf(argument)))
    .filter((path) => path !== resolve(appPath) && existsSync(path));
  return { archive: archive === undefined ? undefined : resolve(cwd, archive), files };
}

/** File managers of Linux name files by URL. */
function pathOf(argument: string): string {
  if (!argument.startsWith('file:')) return argument;
  try {
    return fileURLToPath(argument);
  } catch {
    return argument;
  }
}
