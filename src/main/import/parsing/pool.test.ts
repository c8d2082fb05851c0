import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../archive/temporary-folder.ts';
import { ParserBroken, ParserCrash, Pool } from './pool.ts';

/** A parser thread made of this text. */
function poolOf(text: string): Pool {
  const entry = join(temporaryFolder(), 'entry.mjs');
  writeFileSync(entry, `import { parentPort, workerData } from 'node:worker_threads';\n${text}`);
  return new Pool(entry, { dir: null }, 1);
}

test('a thread that dies before it can be asked fails what was asked, and is not started for ever', async () => {
  const pool = poolOf(`throw new Error('no such library');`);
  const all = await Promise.allSettled([pool.hash('a'), pool.hash('b')]);
  for (const one of all) expect(one).toMatchObject({ status: 'rejected', reason: expect.any(ParserBroken) });
  // Another request is another try.
  await expect(pool.hash('c')).rejects.toThrow('no such library');
  await pool.close();
});

test('a thread that dies over a request fails that one, and answers the others', async () => {
  const pool = poolOf(`
    parentPort.postMessage({ id: 0, ok: true, value: null });
    parentPort.on('message', ({ id, request }) => {
      if (request.kind === 'end') parentPort.close();
      else if (request.path === 'bad') throw new Error('out of memory');
      else parentPort.postMessage({ id, ok: true, value: request.path });
    });`);
  const [bad, good] = await Promise.allSettled([pool.hash('bad'), pool.hash('good')]);
  expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(ParserCrash) });
  expect(good).toEqual({ status: 'fulfilled', value: 'good' });
  for (let time = 0; time < 5; time++) await expect(pool.hash('bad')).rejects.toThrow(ParserCrash);
  expect(await pool.hash('good')).toBe('good');
  await pool.close();
});
