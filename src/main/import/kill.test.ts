import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinds, makeStock } from '../../../scripts/torture/kinds.ts';
import { randomFrom } from '../../../scripts/torture/random.ts';
import { prepareKind, tryKind } from '../../../scripts/torture/trial.ts';
import { sharedFolder } from '../archive/temporary-folder.ts';

// A slice of `npm run torture`: what is written most, each killed up to three times at moments that are the same in every run.

const root = sharedFolder();
const chosen = ['import of what has grown', 'undo of the last', 'purge', 'reparse', 'index', 'backup'];

test(
  'whatever writes may be killed: the archive is whole, and the same again ends as if nothing had been',
  { timeout: 240_000 },
  async () => {
    const stock = await makeStock(join(root, 'stock'), 0.25);
    const trials = kinds
      .filter(({ name }) => chosen.includes(name))
      .map(async (kind, at) => {
        const prepared = await prepareKind(kind, stock, root);
        return [
          kind.name,
          await tryKind(prepared, join(root, kind.name), { strikes: 3, random: randomFrom(7 + at), timed: false }),
        ] as const;
      });
    const ended = await Promise.all(trials);
    expect(ended.map(([name]) => name)).toEqual(kinds.map(({ name }) => name).filter((name) => chosen.includes(name)));
    expect(ended.flatMap(([name, { problems }]) => problems.map((problem) => `${name}: ${problem}`))).toEqual([]);
    // On a slow machine there are more transactions, on a fast one a late moment may not come.
    expect(ended.reduce((sum, [, { kills }]) => sum + kills, 0)).toBeGreaterThanOrEqual(chosen.length);
  },
);
