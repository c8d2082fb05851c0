import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { keyboardTables, marks } from '../scripts/keyboard-table.ts';
import { providers } from '../src/main/providers/index.ts';
import { providerNames } from '../src/shared/contract.ts';
import { fields } from '../src/shared/query/fields.ts';
import { choices } from '../src/renderer/preferences.ts';
import { commands } from '../src/shared/commands.ts';
import { parse } from '../src/shared/query/parse.ts';
import { syntaxHelp } from '../src/shared/query/syntax-help.ts';

// What the pages say, held to the program.

const root = join(import.meta.dirname, '..');
const page = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The cells of every line of a text's tables, but the lines below the heads. */
const cells = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\|(.*)\|$/gm)]
    .map(([, line = '']) => line.split('|').map((cell) => cell.trim()))
    .filter((line) => !line.every((cell) => /^-+$/.test(cell)));

test('every query field stands in the table with its help and example, in order, and no other', () => {
  const rows = [...page('query-language.md').matchAll(/^\| `(\w+):`\s+\| (.*?)\s+\| `(.*?)`\s+\|$/gm)].map(
    ([, name, help, example]) => ({
      name,
      help,
      example,
    }),
  );
  expect(rows).toEqual(fields.map(({ name, help, example }) => ({ name, help, example })));
});

test('the tables of how queries are written are those of the help in the window', () => {
  const text = page('query-language.md');
  for (const [name, writings] of Object.entries(syntaxHelp)) {
    const begin = text.indexOf(`<!-- ${name}: `);
    const table = text.slice(begin).match(/(?:^\|.*\|\n)+/m)?.[0] ?? '';
    expect(cells(table).slice(1)).toEqual(writings.map(({ example, help }) => [`\`${example}\``, help]));
  }
});

test('every choice of has:, is:, in: and role: is named', () => {
  const text = page('query-language.md');
  for (const field of fields.filter(({ name }) => ['has', 'is', 'in', 'role'].includes(name))) {
    for (const choice of Object.keys(field.choices ?? {})) expect(text).toContain(`\`${choice}\``);
  }
});

test('every query written in the page parses without a problem', () => {
  const written = [...page('query-language.md').matchAll(/`([^`\n]+)`/g)].map(([, text]) => text ?? '');
  const queries = written.filter(
    (text) => !/^[\w-]+:$/.test(text) && !['AND', 'OR', 'NOT'].includes(text) && !text.includes('.ts'),
  );
  expect(queries.length).toBeGreaterThan(40);
  for (const query of queries) expect({ query, problems: parse(query).problems }).toEqual({ query, problems: [] });
});

test('every provider has its section', () => {
  const headings = [...page('providers.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  for (const { id } of providers) expect(headings).toContain(`${providerNames[id]} (\`${id}\`)`);
});

test('every command stands in the tables of keys with all its keys, in order, and no other', () => {
  const text = page('window.md');
  const written = text.slice(text.indexOf(marks.begin), text.indexOf(marks.end));
  expect(cells(written), 'run `node scripts/keyboard-table.ts`').toEqual(cells(keyboardTables()));
  for (const { title } of commands) expect(cells(written).filter(([, what]) => what === title)).toHaveLength(1);
});

test('the keys in the README are keys of commands', () => {
  const [heads, ...lines] = cells(readme.slice(readme.indexOf('| keys'), readme.indexOf('![The list as a table')));
  expect(heads?.[0]).toBe('keys');
  const known = new Set([...keyboardTables().matchAll(/`([^`]+)`/g)].map(([, keys]) => keys));
  const named = lines.flatMap((line) => [...`${line[0]} ${line[2]}`.matchAll(/`([^`]+)`/g)].map(([, keys]) => keys));
  expect(named.length).toBeGreaterThan(15);
  for (const keys of named) expect(known, keys).toContain(keys);
});

test('every setting of the appearance stands in the table with its values, in order, and no other', () => {
  const text = page('window.md');
  const rows = cells(text.slice(text.indexOf('<!-- settings'), text.indexOf('## Several windows')));
  expect(rows.slice(1).map(([name, values]) => ({ name, values }))).toEqual(
    Object.entries(choices).map(([name, values]) => ({
      name: `\`${name}\``,
      values: values.map((value) => `\`${value}\``).join(', '),
    })),
  );
});

const accepted = z.object({
  machine: z.string(),
  figures: z.array(z.object({ what: z.string(), value: z.number(), unit: z.string(), ceiling: z.number().optional() })),
});

test('the figures in the README are those of the accepted runs', () => {
  const { machine, figures } = accepted.parse(bench('accepted-1000000.json'));
  const reading = accepted.parse(bench('accepted-reader.json'));
  expect(readme).toContain(machine.split(',').at(-1)?.trim());
  const figure = (what: string, of = figures) => {
    const found = of.find((one) => one.what === what);
    if (!found) throw new Error(`No figure is called ${what}.`);
    return { written: spoken(found.value, found.unit), ceiling: spoken(found.ceiling ?? Number.NaN, found.unit) };
  };
  const rows = cells(readme.slice(readme.indexOf('## How fast'), readme.indexOf('## More')));
  const table = (first: string, last: string | null) =>
    rows.slice(
      rows.findIndex(([name]) => name?.startsWith(first)) + 1,
      last === null ? undefined : rows.findIndex(([name]) => name?.startsWith(last)),
    );

  const named: Readonly<Record<string, string>> = {
    'import until one can browse': 'import until one can browse',
    'import until all is searchable': 'import until searchable',
    'the same input again': 'unchanged input again',
    'archive, originals and index included, to input': 'archive / unpacked input',
    'largest process': 'largest process until searchable',
  };
  for (const [name = '', web, agent] of table('what', 'as large')) {
    const what = named[name];
    const expected = ['web', 'agent'].map((set) =>
      what === undefined ? figure(`${set}: import until searchable`).ceiling : figure(`${set}: ${what}`).written,
    );
    expect([name, web, agent]).toEqual([name, ...expected]);
  }
  const large = accepted.parse(bench('accepted-large.json')).figures;
  const ofLarge: Readonly<Record<string, readonly string[]>> = {
    'import until one can browse': ['#: import until one can browse'],
    'largest process that imports': ['#: largest process'],
    'largest process that serves the window': ['#: largest process that serves'],
    'the window answers meanwhile, 99 of 100 within': ['#: the window answers, p99 of'],
    'the same, while the index is written behind': ['#, indexing: the window answers, p99 of'],
    'the same input again': ['#, again'],
    'archive, originals and index included, to unpacked input': ['#: archive / unpacked input', '#: archive / input'],
  };
  const inLarge = (set: string, names: readonly string[]): string => {
    const whats = names.map((name) => name.replace('#', set));
    const found = large.find(({ what }) =>
      whats.some((one) => what === one || (one.endsWith(' of') && what.startsWith(`${one} `) && !what.endsWith('CPU time'))),
    );
    return found === undefined ? '' : spoken(found.value, found.unit);
  };
  const largest = table('as large', 'search at');
  expect(largest).toHaveLength(Object.keys(ofLarge).length);
  for (const [name = '', ...values] of largest) {
    const expected = ['zip of 6000 MB', 'one line of 2400 MB', 'logs of 150 MB'].map((set) => inLarge(set, ofLarge[name] ?? []));
    expect([name, ...values]).toEqual([name, ...expected]);
  }
  for (const [name, p50, p95, bare] of table('search at', 'reading one')) {
    const { written, ceiling } = figure(`web: ${name}, p95`);
    expect([name, p50, p95, bare]).toEqual([name, figure(`web: ${name}, p50`).written, written, ceiling]);
  }
  const read = table('reading one', null);
  expect(read.length).toBeGreaterThan(3);
  for (const [name, ...values] of read) {
    const expected = ['1,000', '10,000', '100,000'].map((count) => figure(`${count} messages: ${name}`, reading.figures).written);
    expect([name, ...values]).toEqual([name, ...expected]);
  }
  for (const count of ['10,000', '100,000'])
    expect(readme).toContain(figure(`open ${count} messages: outline and first window`).written);
});

const bench = (name: string): unknown => JSON.parse(readFileSync(join(root, 'bench', name), 'utf8'));

/** Three figures of it; tasks shorter than those that are counted are none. */
function spoken(value: number, unit: string): string {
  if (value === 0) return 'none';
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}

test('every command of npm that a page names is there', () => {
  for (const name of pages) {
    for (const [, script = ''] of readFileSync(join(root, name), 'utf8').matchAll(/npm run (?:-s )?([\w-]+)/g)) {
      expect({ name, script, known: script in scripts.scripts }).toEqual({ name, script, known: true });
    }
  }
});

test('the status page names files that are there', () => {
  const named = [...page('status.md').matchAll(/`([\w/.-]+\.ts)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(15);
  for (const name of named) expect({ name, exists: existsSync(join(root, name)) }).toEqual({ name, exists: true });
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test('links between pages and to pictures lead somewhere', () => {
  for (const name of pages) {
    const file = join(root, name);
    const text = readFileSync(file, 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g), ...text.matchAll(/\b(?:src|srcset)="([^"]+)"/g)];
    for (const [, target = ''] of links) {
      if (/^[a-z]+:/.test(target)) continue;
      expect({ name, target, exists: existsSync(join(dirname(file), target)) }).toEqual({ name, target, exists: true });
    }
  }
});

test('the pictures are small, and every one is shown', () => {
  const folder = join(import.meta.dirname, 'images');
  const sizes = readdirSync(folder).map((name) => ({ name, kilobytes: statSync(join(folder, name)).size / 1024 }));
  for (const { name, kilobytes } of sizes) {
    expect({ name, isSmall: kilobytes <= 250 }).toEqual({ name, isSmall: true });
    expect({ name, isShown: pages.some((one) => readFileSync(join(root, one), 'utf8').includes(`images/${name}`)) }).toEqual({
      name,
      isShown: true,
    });
  }
  expect(sizes.reduce((sum, { kilobytes }) => sum + kilobytes, 0)).toBeLessThan(2048);
});
