import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kinds, makeStock } from './torture/kinds.ts';
import { randomFrom } from './torture/random.ts';
import { prepareKind, tryKind } from './torture/trial.ts';

// npm run torture -- [KILLS] [--seed N] [--only NAME]: kills everything that writes, at random times and at moments when something reaches
// the disk. Each time the doctor must find the archive whole and nothing lost; done again, the action must end with the very content of
// one that nothing ended, and without a stray file. The same seed gives the same moments; only times differ with the machine.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    size: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    keep: { type: 'boolean', default: false },
  },
});
const wanted = Number(positionals[0] ?? 220);
const seed = Number(values.seed);
const chosen = kinds.filter(({ name }) => name.includes(values.only));
const root = await mkdtemp(join(tmpdir(), 'polylogue-torture-'));
const began = performance.now();
let failures = 0;
const tally = new Map<string, { kills: number; failures: number }>(chosen.map(({ name }) => [name, { kills: 0, failures: 0 }]));

console.log(`seed ${seed}: ${wanted} kills of ${chosen.length} kinds of actions`);
try {
  const stock = await makeStock(join(root, 'stock'), Number(values.size));
  console.log(`the archives to begin with took ${Math.round((performance.now() - began) / 1000)} s`);
  const waiting = [...chosen.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, kind] = next;
      const own = tally.get(kind.name) ?? { kills: 0, failures: 0 };
      const share = Math.floor((wanted * (at + 1)) / chosen.length) - Math.floor((wanted * at) / chosen.length);
      const random = randomFrom(seed * 1000 + kinds.indexOf(kind));
      const started = performance.now();
      try {
        const prepared = await prepareKind(kind, stock, root);
        const { ms, main, thread } = prepared.measured;
        for (let trial = 1, tries = 0; own.kills < share && tries < share * 3; trial++, tries++) {
          const strikes = Math.min(1 + Math.floor(random() * 4), share - own.kills);
          const folder = join(root, `${kind.name}, ${trial}`);
          const { kills, problems } = await tryKind(prepared, folder, { strikes, random, timed: true });
          own.kills += kills;
          own.failures += problems.length;
          for (const problem of problems) console.error(`${kind.name}, trial ${trial}, ${problem}`);
        }
        const took = Math.round((performance.now() - started) / 1000);
        console.log(
          `${kind.name}: ${own.kills} kills, ${own.failures} failures (alone ${Math.round(ms)} ms, ${main} + ${thread} moments; ${took} s)`,
        );
      } catch (error) {
        own.failures++;
        console.error(`${kind.name}: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
} finally {
  if (!values.keep) await rm(root, { recursive: true, force: true });
  else console.log(root);
}
let killed = 0;
for (const one of tally.values()) {
  killed += one.kills;
  failures += one.failures;
}
console.log(`${killed} kills, ${failures} failures, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`);
process.exit(failures === 0 ? 0 : 1);
