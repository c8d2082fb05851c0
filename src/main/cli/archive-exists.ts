import { isArchive } from '../archive/open.ts';
import type { Cli } from './cli.ts';

/** False, with a notice, when there is no archive yet: looking at one must not make it. */
export function archiveExists(cli: Cli): boolean {
  const { dir } = cli.globals();
  if (isArchive(dir)) return true;
  cli.output.note(`There is no archive in ${dir} yet; \`polylogue import PATH\` makes one.`);
  return false;
}
