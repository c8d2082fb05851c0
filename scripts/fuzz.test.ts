import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../src/main/archive/temporary-folder.ts';
import { writers } from '../src/main/providers/writers.ts';
import { checkFiles } from './fuzz/check.ts';
import { Inputs } from './fuzz/inputs.ts';
import { mutateValue } from './fuzz/mutate-json.ts';
import { Random } from './fuzz/random.ts';
import { checkImport } from './fuzz/whole-import.ts';

// A slice of `npm run fuzz`, without the samples; a failure is repeated by its number.

const runs = Number(process.env['FUZZ_RUNS'] ?? 60);

describe.each(writers.map((writer) => [writer.provider.id, writer] as const))('%s', (_id, writer) => {
  test(`${runs} mutated inputs are read without a fault`, async () => {
    const inputs = new Inputs(writer, 1, false);
    for (let at = 0; at < runs; at++) {
      const { faults } = await checkFiles(inputs.of(at), at % 8 === 0);
      expect(faults, `input ${at}`).toEqual([]);
    }
  });
});

test('some of them, imported: receipts add up, and the second time nothing is new', async () => {
  const some = writers.flatMap((writer) => {
    const inputs = new Inputs(writer, 2, false);
    return [0, 1, 2].map((at) => inputs.of(at));
  });
  expect(await checkImport(temporaryFolder(), some)).toEqual([]);
});

test('what a response cost is no fault, in dollars and their parts', async () => {
  const session = { type: 'session', version: 3, id: 's', timestamp: '2025-01-01T00:00:00.000Z', cwd: '/x' };
  const usage = { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, cost: { total: 0.000_21 } };
  const message = { role: 'assistant', content: [{ type: 'text', text: 'words' }], model: 'm', provider: 'p', usage };
  const said = { type: 'message', id: 'a', parentId: null, timestamp: '2025-01-01T00:00:01.000Z', message };
  const files = { '2025-01-01T00-00-00-000Z_s.jsonl': `${JSON.stringify(session)}\n${JSON.stringify(said)}\n` };
  expect(await checkFiles(files, true)).toEqual({ faults: [], conversations: 1 });
});

test('the same seed gives the same inputs, another gives others', () => {
  const [writer] = writers;
  if (writer === undefined) throw new Error('no writers');
  const all = (seed: number): unknown => [0, 1, 2, 3].map((at) => new Inputs(writer, seed, false).of(at));
  expect(all(1)).toEqual(all(1));
  expect(all(1)).not.toEqual(all(2));
});

test('a mutation never touches the prototype of objects', () => {
  for (let n = 0; n < 3000; n++) mutateValue({ id: 'a', parent: 'b', list: [{ time: 1, text: 'x' }] }, new Random(n));
  expect(Object.keys(Object.prototype)).toEqual([]);
});
