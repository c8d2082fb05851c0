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
 * the app's folder; whatever is no file that is there is none to import.
 */
export function startOf(args: readonly string[], cwd: string, appPath: string): Start {
  const joined = args.find((argument) => argument.startsWith('--archive='))?.slice('--archive='.length);
  const at = args.indexOf('--archive');
  const archive = joined ?? (at >= 0 ? args[at + 1] : undefined);
  const files = args
    .filter((argument, place) => argument !== '' && !argument.startsWith('-') && !(at >= 0 && place === at + 1))
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
