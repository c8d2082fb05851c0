import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Files } from '../src/main/import/read-at-once.ts';
import { writers } from '../src/main/providers/writers.ts';
import { checkFiles } from './fuzz/check.ts';
import { Inputs } from './fuzz/inputs.ts';
import { checkImport } from './fuzz/whole-import.ts';

// npm run fuzz -- [PROVIDER…] [--runs 10000] [--seed 1] [--from 0] [--imports 20]: mutated inputs of every provider, through detection and
// parsing, and some of them through a whole import. Input n of a seed is always the same; those that fail are kept in out/fuzz.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    imports: { type: 'string', default: '20' },
    worker: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const from = Number(values.from);
const imports = Number(values.imports);

/** Seconds without a word after which an input is said to hang. */
const PATIENCE = 30;
/** Every so many inputs what the import does behind the parser is done too. */
const PREPARE = 8;

interface Row {
  readonly provider: string;
  inputs: number;
  conversations: number;
  failures: number;
  slowest: number;
  slowestInput: number;
}

type Word =
  | { readonly at: number; readonly conversations: number; readonly ms: number; readonly faults: readonly string[] }
  | { readonly import: readonly string[] };

if (values.worker) await work(positionals[0] ?? '');
else process.exitCode = await lead();

/** A process of its own: inputs one after the other, each answered. */
async function work(id: string): Promise<void> {
  const inputs = inputsOf(id);
  const say = async (word: Word): Promise<void> => new Promise((resolve) => process.send?.(word, () => resolve()));
  for (let at = from; at < runs; at++) {
    const began = performance.now();
    const { faults, conversations } = await checkFiles(inputs.of(at), at % PREPARE === 0);
    const ms = performance.now() - began;
    await say({ at, conversations, ms, faults: faults.map(({ provider, what }) => `${provider}: ${what}`) });
  }
  if (imports > 0) {
    const root = mkdtempSync(join(tmpdir(), 'polylogue-fuzz-'));
    try {
      const some = Array.from({ length: imports }, (_, n) => inputs.of(Math.floor((n * runs) / imports)));
      await say({ import: await checkImport(root, some) });
    } catch (error) {
      await say({ import: [`the import throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`] });
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  if (process.connected) process.disconnect();
}

function inputsOf(id: string): Inputs {
  const writer = writers.find(({ provider }) => provider.id === id);
  if (writer === undefined) throw new RangeError(`no writer of ${id}`);
  return new Inputs(writer, seed);
}

async function lead(): Promise<number> {
  const ids = writers.map(({ provider }) => provider.id).filter((id) => positionals.length === 0 || positionals.includes(id));
  const rows: Row[] = [];
  const left = [...ids];
  const lane = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) rows.push(await fuzz(id));
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(3, availableParallelism() - 1)) }, lane));
  rows.sort((a, b) => ids.findIndex((id) => id === a.provider) - ids.findIndex((id) => id === b.provider));
  console.log(
    `${'provider'.padEnd(18)}${'inputs'.padStart(8)}${'conversations'.padStart(15)}${'failures'.padStart(10)}${'slowest'.padStart(12)}  input`,
  );
  for (const { provider, inputs, conversations, failures, slowest, slowestInput } of rows) {
    console.log(
      `${provider.padEnd(18)}${String(inputs).padStart(8)}${String(conversations).padStart(15)}${String(failures).padStart(10)}${`${Math.round(slowest)} ms`.padStart(12)}  ${slowestInput}`,
    );
  }
  const failures = rows.reduce((sum, row) => sum + row.failures, 0);
  console.log(`seed ${seed}: ${rows.reduce((sum, row) => sum + row.inputs, 0)} inputs, ${failures} failures`);
  return failures === 0 ? 0 : 1;
}

/** Fuzzes one provider; an input that hangs is one that fails, and the next process goes on behind it. */
async function fuzz(id: string): Promise<Row> {
  const row: Row = { provider: id, inputs: 0, conversations: 0, failures: 0, slowest: 0, slowestInput: from };
  const kinds = new Map<string, number>();
  let next = from;
  let tries = 0;
  for (let done = false; !done && tries < 20;) {
    tries++;
    done = await new Promise<boolean>((resolve) => {
      const args = [id, '--worker', `--runs=${runs}`, `--seed=${seed}`, `--from=${next}`, `--imports=${imports}`];
      const child = fork(import.meta.filename, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      let timer: NodeJS.Timeout | undefined;
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE * (next >= runs ? 10 : 1) * 1000);
      };
      wait();
      child.on('message', (word: Word) => {
        wait();
        if ('import' in word) {
          row.failures += word.import.length;
          for (const what of word.import) console.error(`${id}, import: ${what}`);
          return;
        }
        next = word.at + 1;
        row.inputs++;
        row.conversations += word.conversations;
        if (word.ms > row.slowest) [row.slowest, row.slowestInput] = [word.ms, word.at];
        if (word.faults.length > 0) fail(id, word.at, word.faults, row, kinds);
      });
      child.on('exit', (code) => {
        clearTimeout(timer);
        if (code === 0) resolve(true);
        else {
          fail(id, next, [`${id}: it hangs, or the process dies (${code ?? 'killed'})`], row, kinds);
          next++;
          resolve(false);
        }
      });
    });
  }
  return row;
}

/** Says a fault, the first times that it comes up, and keeps its input. */
function fail(id: string, at: number, faults: readonly string[], row: Row, kinds: Map<string, number>): void {
  row.failures++;
  const kind = (faults[0] ?? '').replaceAll(/\d+/g, '0').slice(0, 80);
  const seen = (kinds.get(kind) ?? 0) + 1;
  kinds.set(kind, seen);
  if (seen > 3) return;
  console.error(`${id}, input ${at}: ${faults.slice(0, 3).join('\n  ')}`);
  const dir = join(import.meta.dirname, '..', 'out', 'fuzz', `${id}-${seed}-${at}`);
  write(dir, inputsOf(id).of(at));
  writeFileSync(join(dir, 'faults.txt'), faults.join('\n'));
}

function write(dir: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  mkdirSync(dir, { recursive: true });
}
