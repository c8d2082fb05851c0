import { parseArgs } from 'node:util';
import type { Places } from '../../places.ts';
import { archiveDir } from '../../archive-dir.ts';
import { openBrowser } from './open-browser.ts';
import { serveWeb } from './serve-web.ts';

/**
 * `serve [--archive DIR] [--port N] [--open]`: prints one URL on standard output and serves until it is interrupted. Returns
 * the exit code.
 */
export async function runServe(args: readonly string[], places: Places): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      archive: { type: 'string' },
      port: { type: 'string' },
      open: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port < 65536)) {
    process.stderr.write(`“${values.port}” is no port: give a number from 0 to 65535.\n`);
    return 2;
  }
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
  const web = await serveWeb({ dir: archiveDir(values.archive), port, ...places });
  process.stdout.write(`${web.url}\n`);
  if (values.open && !(await openBrowser(web.url))) {
    process.stderr.write('There is no browser to open on this machine. Open the URL above where there is one.\n');
  }
  await interrupted;
  await web.close();
  return 0;
}
