import { outlineOf, OutlineRows, rowsOf } from '../../src/shared/outline.ts';
import { median } from '../measure.ts';

// node bench/spikes/outline.ts: an outline of 100,000 messages on its way, as an object per message and as columns of text (ADR 7).

const count = 100_000;
const rows = Array.from({ length: count }, (_, index) => ({
  index,
  // Every fiftieth message has another version.
  parent: index === 0 ? -1 : index % 50 === 0 ? index - 2 : index - 1,
  role: index % 4 === 0 ? ('user' as const) : ('assistant' as const),
  origin: index % 4 === 0 ? ('person' as const) : ('assistant' as const),
  createdAt: 1_700_000_000_000 + index * 12_345,
  words: (index * 7919) % 400,
  onActivePath: true,
  hidden: false,
  parts: ['t', 'hct', 'r', 'thc'][index % 4] ?? 't',
}));

interface Way {
  readonly name: string;
  readonly write: () => string;
  /** Everything that laying a conversation out looks at. */
  readonly read: (text: string) => unknown;
}

const ways: readonly Way[] = [
  { name: 'an object per message', write: () => JSON.stringify({ rows }), read: (text) => JSON.parse(text) },
  {
    name: 'columns',
    write: () => JSON.stringify(outlineOf('chatgpt:one', 1, rows)),
    read: (text) => {
      const read = new OutlineRows(JSON.parse(text));
      return [read.parents, read.traits, read.kind, read.words, read.timeOf(0)];
    },
  },
];

for (const { name, write, read } of ways) {
  const text = write();
  const timed = (work: () => unknown): string =>
    median(
      Array.from({ length: 9 }, () => {
        const began = performance.now();
        work();
        return performance.now() - began;
      }),
    ).toFixed(1);
  console.log(
    `${name}: ${(text.length / 1e6).toFixed(2)} MB, ${(text.length / count).toFixed(1)} letters a message, written in ${timed(write)} ms, read in ${timed(() => read(text))} ms`,
  );
}
if (rowsOf(outlineOf('chatgpt:one', 1, rows)).length !== count) throw new Error('Rows were lost.');
