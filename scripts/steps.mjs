import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');

/** The file behind a package's command, so that no shell and no PATH is needed (Windows has no executable scripts). */
function command(packageName, name = packageName) {
  const manifest = join(root, 'node_modules', ...packageName.split('/'), 'package.json');
  const { bin } = require(manifest);
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name]);
}

/** What `npm run check` runs: the fast half. */
export const fast = [
  { name: 'types', file: command('typescript', 'tsc'), args: ['--noEmit'] },
  { name: 'lint', file: command('oxlint'), args: ['--type-aware'] },
  { name: 'format', file: command('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'floors', file: join(import.meta.dirname, 'floors.mjs'), args: [] },
  { name: 'dead code', file: command('knip'), args: ['--no-progress'] },
  { name: 'unit', file: command('vitest'), args: ['run', '--reporter=dot'] },
];

/** The other half: the built app, in a real browser. */
export const whole = [
  ...fast,
  { name: 'build', file: command('electron-vite'), args: ['build', '--logLevel', 'warn'] },
  { name: 'end to end', file: command('@playwright/test', 'playwright'), args: ['test'] },
];

/** Runs the steps in order, all of them, and gives the exit code: one failure does not hide the next. */
export function run(steps) {
  const results = [];
  for (const step of steps) {
    const started = Date.now();
    console.log(`\n── ${step.name}`);
    const { status, error } = spawnSync(process.execPath, [step.file, ...step.args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (error) console.error(error.message);
    results.push({ name: step.name, ok: status === 0, seconds: ((Date.now() - started) / 1000).toFixed(1) });
  }
  console.log('');
  for (const { name, ok, seconds } of results) console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)} ${seconds} s`);
  const failed = results.filter(({ ok }) => !ok).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** npm puts the project's own Node first on the PATH; anything older cannot load the database. */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) >= 22) return;
  console.error(
    `Polylogue needs Node 22 or newer, this is ${process.versions.node}. Run it through npm, which brings Node 24: npm test`,
  );
  process.exit(2);
}
