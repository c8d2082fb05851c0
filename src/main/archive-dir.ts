import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the archive is: what was asked for, else `$POLYLOGUE_ARCHIVE`, else the platform's data folder. Absolute. */
export function archiveDir(
  asked: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (asked !== undefined && asked !== '') return resolve(asked);
  const named = env['POLYLOGUE_ARCHIVE'];
  if (named !== undefined && named !== '') return resolve(named);
  return join(dataDir(env, platform), 'archive');
}

/** The platform's folder for a program's data. */
function dataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Polylogue');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Polylogue');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'polylogue');
}
