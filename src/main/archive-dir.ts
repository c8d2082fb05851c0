import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';

/**
 * Where the archive is: what was asked for, else `$POLYLOGUE_ARCHIVE`, else where the desktop's settings say that it was moved or opened,
 * else the platform's data folder. Absolute.
 */
export function archiveDir(
  asked: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (asked !== undefined && asked !== '') return resolve(asked);
  const named = env['POLYLOGUE_ARCHIVE'];
  if (named !== undefined && named !== '') return resolve(named);
  return rememberedArchive(settingsFile(env, platform)) ?? join(dataDir(env, platform), 'archive');
}

/** The file in which the desktop remembers this machine's settings; the command line and the web host read it. */
export function settingsFile(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  return join(dataDir(env, platform), 'settings.json');
}

const settings = z.object({ archive: z.string().refine((dir) => isAbsolute(dir)) });

/** The archive named in a settings file; null when there is none, or nothing readable. */
function rememberedArchive(file: string): string | null {
  try {
    return settings.parse(JSON.parse(readFileSync(file, 'utf8'))).archive;
  } catch {
    return null;
  }
}

/** The platform's folder for a program's data. */
function dataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Polylogue');
  if (platform === 'darwin') return join(env['HOME'] ?? homedir(), 'Library', 'Application Support', 'Polylogue');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'polylogue');
}
