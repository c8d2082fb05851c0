import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fetchRuntime, findRuntime } from './runtime.mjs';

// `npm start [-- --archive DIR]`: the desktop app where Electron's runtime is or can be fetched, else the same app in the browser.

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const say = (line) => process.stderr.write(`${line}\n`);

if (Number(process.versions.node.split('.')[0]) < 22) {
  say(
    `Polylogue needs Node 22 or newer, this is ${process.versions.node}. Run \`npm ci\` and start it with \`npm start\`, which brings Node 24.`,
  );
  process.exit(1);
}

process.exitCode = await start();

async function start() {
  if (!isBuilt() && (await build()) !== 0) return 1;
  const reason = await startDesktop();
  if (typeof reason === 'number') return reason;
  say(`${reason} Polylogue opens in the browser instead.`);
  return run(process.execPath, [join(root, 'out/main/serve.js'), '--open', ...args]).ended;
}

/** The exit code of the desktop app, or a sentence that says why there is none. */
async function startDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'This computer has no display for a window.';
  const electron = join(root, 'node_modules/electron');
  const failure = findRuntime(electron) === null ? await fetchRuntime(electron, say) : null;
  const runtime = findRuntime(electron);
  if (failure !== null || runtime === null) return failure ?? 'The desktop runtime could not be unpacked.';

  const started = Date.now();
  const named = args.indexOf('--archive');
  const own = named < 0 ? args : [...args.slice(0, named), `--archive=${args[named + 1]}`, ...args.slice(named + 2)];
  const code = await run(runtime, [root, ...own]).ended;
  // A window that was open and was closed ends with 0; a runtime that cannot run here ends at once.
  return code === 0 || Date.now() - started > 10_000 ? code : 'The desktop runtime cannot run on this computer.';
}

function isBuilt() {
  const built = statSync(join(root, 'out/main/serve.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built === 0 || !existsSync(join(root, 'out/renderer/index.html'))) return false;
  const sources = ['package.json', 'electron.vite.config.ts', ...files('src')];
  return sources.every((file) => (statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) <= built);
}

function files(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, String(file)));
}

function build() {
  say('Building Polylogue…');
  const manifest = createRequire(import.meta.url).resolve('electron-vite/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return run(process.execPath, [join(manifest, '..', bin['electron-vite']), 'build', '--logLevel', 'warn']).ended;
}

/** Runs a program until it ends; what asks this one to end, asks that one. */
function run(program, programArgs) {
  // As in `workEnvironment` of src/main/host.ts: half a minute of questions to 2.4 GB takes 400 MB instead of 580.
  const env = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: String(512 * 1024), ...process.env };
  const child = spawn(program, programArgs, { cwd: root, stdio: 'inherit', env });
  const pass = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  // npm's shell does not pass on what ends it.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === 'start' && process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  const ended = new Promise((resolve) => {
    const end = (code) => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, pass);
      resolve(code);
    };
    child.on('error', () => end(1));
    child.on('exit', (code) => end(code ?? 1));
  });
  return { ended };
}
