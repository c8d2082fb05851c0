import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';

/** Milliseconds without a byte, before the first or between two, after which the download is given up. */
const patience = 10_000;

/** The path of Electron's program, or null when only its npm package is there. */
export function findRuntime(electron) {
  try {
    const path = readFileSync(join(electron, 'path.txt'), 'utf8');
    const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, 'dist'), path);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Fetches Electron's runtime as its own installer would: same source, same cache, same checksums; but with progress, and with an end when
 * nothing comes. Null when it is there, else a sentence that says why it is not.
 */
export async function fetchRuntime(electron, say) {
  if (!existsSync(join(electron, 'install.js'))) return 'The desktop runtime is not installed.';
  try {
    // The package of `electron` brings the downloader; it is a dependency of that one, not of ours.
    const require = createRequire(join(electron, 'package.json'));
    const { downloadArtifact } = await import(pathToFileURL(require.resolve('@electron/get')));
    await downloadArtifact({
      version: require('./package.json').version,
      artifactName: 'electron',
      platform: process.env.ELECTRON_INSTALL_PLATFORM ?? process.platform,
      arch: process.env.ELECTRON_INSTALL_ARCH ?? process.arch,
      cacheRoot: process.env.electron_config_cache,
      checksums: require('./checksums.json'),
      downloader: { download: (url, target) => download(url, target, say) },
    });
  } catch (error) {
    return `The desktop runtime could not be fetched (${reasonOf(error)}).`;
  }
  // Finds what was fetched in the cache and unpacks it.
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, [join(electron, 'install.js')], { stdio: ['ignore', 'ignore', 'ignore'] });
    child.on('error', () => resolve(1));
    child.on('exit', resolve);
  });
  return code === 0 ? null : 'The desktop runtime could not be unpacked.';
}

async function download(url, target, say) {
  const controller = new AbortController();
  let timer = giveUp(controller);
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const show = progress(total, say);
    mkdirSync(dirname(target), { recursive: true });
    await pipeline(
      Readable.fromWeb(response.body, { signal: controller.signal }),
      async function* (chunks) {
        let bytes = 0;
        for await (const chunk of chunks) {
          clearTimeout(timer);
          timer = giveUp(controller);
          bytes += chunk.byteLength;
          show(bytes);
          yield chunk;
        }
        if (total > 0 && bytes !== total) throw new Error('it ended too early');
      },
      createWriteStream(target),
    );
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function giveUp(controller) {
  return setTimeout(() => controller.abort(new Error(`nothing came for ${patience / 1000} seconds`)), patience);
}

/** Every tenth, and a line that grows on a terminal. */
function progress(total, say) {
  const megabytes = (bytes) => (bytes / 1_048_576).toFixed(0);
  let shown = -1;
  return (bytes) => {
    if (total === 0) return;
    const tenth = Math.floor((bytes / total) * 10);
    if (tenth === shown) return;
    shown = tenth;
    say(`Fetching the desktop runtime: ${tenth * 10} % of ${megabytes(total)} MB`);
  };
}

function reasonOf(error) {
  const cause = error?.cause?.code ?? error?.cause?.message ?? error?.cause;
  return String(cause ?? error?.message ?? error).replaceAll('\n', ' ');
}
