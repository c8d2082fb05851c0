import { homedir } from 'node:os';

/** Whose places are looked at: everything that depends on the machine, given, so that a test looks at a home of its own. */
export interface Surroundings {
  /** The person's home folder, absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The variables that move a tool's folder elsewhere. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * This machine and who is logged in. `$POLYLOGUE_HOME` names another home; then no variable moves anything out of it, whatever the shell
 * has set. Tests and pictures name an empty folder.
 */
export function surroundingsOf(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): Surroundings {
  const named = env['POLYLOGUE_HOME'];
  return named === undefined || named === '' ? { home: homedir(), platform, env } : { home: named, platform, env: {} };
}
