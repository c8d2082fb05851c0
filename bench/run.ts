import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { agentSet, webSet } from './data.ts';
import { benchImport } from './import.ts';
import { benchLarge } from './large.ts';
import { benchOpen } from './open.ts';
import { benchReader } from './reader.ts';
import { benchSearch } from './search.ts';
import { meets, table, type Figure } from './table.ts';

// npm run bench -- [import] [search] [open] [reader] [--messages 100000] [--data DIR] [--accept]
// npm run bench -- large [--json 2400] [--packed 6000] [--logs 150] [--data DIR]: sizes in MB; takes five times --packed of disk
// Generates its data once, measures against a bare ceiling in the same run, prints a table, and writes JSON.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string', default: '100000' },
    data: { type: 'string', default: join(tmpdir(), 'polylogue-bench') },
    accept: { type: 'boolean', default: false },
    json: { type: 'string', default: '2400' },
    packed: { type: 'string', default: '6000' },
    logs: { type: 'string', default: '150' },
  },
});
const messages = Number(values.messages);
const sections = positionals.length > 0 ? positionals : ['import', 'search', 'open'];
mkdirSync(values.data, { recursive: true });
const work = mkdtempSync(join(values.data, 'run-'));
const figures: Figure[] = [];

try {
  if (sections.includes('import') || sections.includes('search')) {
    const sets = [await webSet(values.data, Math.round(messages / 20)), await agentSet(values.data, Math.round(messages / 1000))];
    for (const set of sets) {
      const imported = await benchImport(set, work);
      if (sections.includes('import')) figures.push(...imported.figures);
      if (sections.includes('search') && set.name === 'web')
        figures.push(...benchSearch(set.name, imported.archive, set.bytes, imported.bare));
      rmSync(imported.archive, { recursive: true, force: true });
    }
  }
  if (sections.includes('open')) for (const count of [10_000, 100_000]) figures.push(...(await benchOpen(work, count)));
  if (sections.includes('reader')) for (const count of [1000, 10_000, 100_000]) figures.push(...(await benchReader(work, count)));
  if (sections.includes('large')) {
    const sizes = { json: Number(values.json), packed: Number(values.packed), logs: Number(values.logs) };
    figures.push(...(await benchLarge(values.data, work, sizes)));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 1e9)} GB, Node ${process.versions.node}`;
console.log(`\n${messages.toLocaleString('en-US')} messages per set; ${machine}\n\n${table(figures)}\n`);
const report = { messages, machine, sections, figures: figures.map((figure) => ({ ...figure, met: meets(figure) })) };
if (values.accept)
  writeFileSync(
    join(
      import.meta.dirname,
      ['reader', 'large'].includes(sections.join()) ? `accepted-${sections.join()}.json` : `accepted-${messages}.json`,
    ),
    `${JSON.stringify(report, null, 2)}\n`,
  );
else console.log(JSON.stringify(report));
