import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const unix = process.platform !== 'win32';

/** A stand-in for the built web host: says where it is, and what it was given, until it is asked to end. */
const serve = `
process.on('SIGTERM', () => process.exit(0));
console.log('http://127.0.0.1:1/?token=x ' + JSON.stringify(process.argv.slice(2)));
setInterval(() => {}, 1000);
`;

const cleanups: (() => void)[] = [];
afterAll(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A built checkout with Electron's npm package but without its runtime. */
function checkout(): string {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-start-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  for (const folder of ['scripts', 'out/main', 'out/renderer', 'node_modules/electron'])
    mkdirSync(join(dir, folder), { recursive: true });
  for (const script of ['start.mjs', 'runtime.mjs']) cpSync(join(root, 'scripts', script), join(dir, 'scripts', script));
  writeFileSync(join(dir, 'out/main/serve.js'), serve);
  writeFileSync(join(dir, 'out/renderer/index.html'), '');
  for (const file of ['package.json', 'install.js', 'checksums.json']) {
    cpSync(join(root, 'node_modules/electron', file), join(dir, 'node_modules/electron', file));
  }
  // Where Electron's own dependencies are found.
  symlinkSync(join(root, 'node_modules/@electron'), join(dir, 'node_modules/@electron'), 'junction');
  return dir;
}

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the output holds the text; rejects when the program ends before. */
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

function start(dir: string, env: Record<string, string>, args: readonly string[] = []): Started {
  const child = spawn(process.execPath, [join(dir, 'scripts/start.mjs'), ...args], {
    // No PATH: no program that opens a browser is found.
    env: {
      DISPLAY: ':99',
      HOME: dir,
      SystemRoot: process.env['SystemRoot'] ?? '',
      electron_config_cache: join(dir, 'cache'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanups.push(() => void child.kill('SIGTERM'));
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then((code) => reject(new Error(`It ended with ${code} and said: ${output}`)));
    });
  return { child, output: () => output, said, ended };
}

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    }),
  );
}

async function openServer(server: Server): Promise<number> {
  const sockets = new Set<{ destroy: () => void }>();
  server.on('connection', (socket) => sockets.add(socket));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listen(server);
}

/** Electron's package with a runtime that is a shell script. */
function withRuntime(dir: string, script: string): void {
  const electron = join(dir, 'node_modules/electron');
  writeFileSync(join(electron, 'path.txt'), 'electron');
  mkdirSync(join(electron, 'dist'));
  writeFileSync(join(electron, 'dist/electron'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(electron, 'dist/electron'), 0o755);
}

describe.concurrent('without the desktop runtime', () => {
  test('and without a way to fetch it, one line says so and the browser’s URL follows', async () => {
    const dir = checkout();
    const { said, output, child, ended } = start(dir, { ELECTRON_MIRROR: `http://127.0.0.1:${await closedPort()}/` }, [
      '--archive',
      'x y',
    ]);
    await said('http://127.0.0.1:1/');
    expect(output().split('\n')[0]).toBe(
      'The desktop runtime could not be fetched (ECONNREFUSED). Polylogue opens in the browser instead.',
    );
    expect(output()).toContain('["--open","--archive","x y"]');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('a server that never answers is given up', async () => {
    const port = await openServer(createServer(() => {}));
    const { said } = start(checkout(), { ELECTRON_MIRROR: `http://127.0.0.1:${port}/` });
    await said('nothing came for 10 seconds');
    await said('http://127.0.0.1:1/');
  });

  test('a server that stops in the middle is given up', async () => {
    const server = createHttpServer((_request, response) => {
      response.writeHead(200, { 'content-length': '1048576' });
      response.write(Buffer.alloc(600_000));
    });
    const { said, output } = start(checkout(), { ELECTRON_MIRROR: `http://127.0.0.1:${await openServer(server)}/` });
    await said('nothing came for 10 seconds');
    await said('http://127.0.0.1:1/');
    expect(output()).toMatch(/Fetching the desktop runtime: [45]0 % of 1 MB/);
  });

  test('what is not the runtime is not used', async () => {
    const server = createHttpServer((_request, response) => response.end('<html>not a zip</html>'));
    const dir = checkout();
    const { said } = start(dir, { ELECTRON_MIRROR: `http://127.0.0.1:${await openServer(server)}/` });
    await said('The desktop runtime could not be fetched');
    await said('http://127.0.0.1:1/');
    expect(existsSync(join(dir, 'node_modules/electron/dist'))).toBe(false);
  });

  test('a missing page is named', async () => {
    const server = createHttpServer((_request, response) => response.writeHead(404).end());
    const { said } = start(checkout(), { ELECTRON_MIRROR: `http://127.0.0.1:${await openServer(server)}/` });
    await said('(the server answered 404)');
  });
});

describe.runIf(process.platform === 'linux')('without a display', () => {
  test('nothing is fetched', async () => {
    const { said, output } = start(checkout(), { DISPLAY: '', ELECTRON_MIRROR: `http://127.0.0.1:${await closedPort()}/` });
    await said('http://127.0.0.1:1/');
    expect(output()).toContain('This computer has no display for a window. Polylogue opens in the browser instead.');
  });
});

// Windows does not tell that a parent is gone.
describe.runIf(unix)('started by npm', () => {
  test('it ends when npm does, though npm’s shell passes nothing on', async () => {
    const dir = checkout();
    const script = `"${process.execPath}" scripts/start.mjs & echo $!; wait`;
    const shell = spawn('/bin/sh', ['-c', script], {
      cwd: dir,
      env: { npm_lifecycle_event: 'start', HOME: dir, ELECTRON_MIRROR: `http://127.0.0.1:${await closedPort()}/` },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    await new Promise<void>((resolve) => {
      shell.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('token=x')) resolve();
      });
    });
    const ended = new Promise((resolve) => shell.stdout.on('end', resolve));
    shell.kill('SIGKILL');
    // The pipe ends when the last of them has.
    await ended;
  });
});

// On Windows a shell script is no program; there the real runtime is started by the packaged specs.
describe.runIf(unix)('with the desktop runtime', () => {
  test('it is started on the project, with the archive that was named', async () => {
    const dir = checkout();
    withRuntime(dir, 'echo "window $@"');
    const { ended, output } = start(dir, {}, ['--archive', '/some/where']);
    expect(await ended).toBe(0);
    expect(output()).toBe(`window ${dir} --archive=/some/where\n`);
  });

  test('that cannot run here, the browser is next', async () => {
    const dir = checkout();
    withRuntime(dir, 'exit 127');
    const { said } = start(dir, {});
    await said('The desktop runtime cannot run on this computer. Polylogue opens in the browser instead.');
    await said('http://127.0.0.1:1/');
  });
});

test('the stand-ins are where the real things are', () => {
  expect(existsSync(join(root, 'node_modules/electron/install.js'))).toBe(true);
  expect(dirname(join(root, 'scripts/start.mjs'))).toBe(join(root, 'scripts'));
});
