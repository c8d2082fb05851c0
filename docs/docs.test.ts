import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { providers } from '../src/main/providers/index.ts';
import { providerNames } from '../src/shared/contract.ts';
import { fields } from '../src/shared/query/fields.ts';
import { parse } from '../src/shared/query/parse.ts';

// What the pages say, held to the program.

const page = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

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

test('every choice of has: and is: is named', () => {
  const text = page('query-language.md');
  for (const field of fields.filter(({ name }) => name === 'has' || name === 'is')) {
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

test('the status page names files that are there', () => {
  const root = join(import.meta.dirname, '..');
  const named = [...page('status.md').matchAll(/`([\w/.-]+\.ts)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(15);
  for (const name of named) expect({ name, exists: existsSync(join(root, name)) }).toEqual({ name, exists: true });
});

test('links between pages lead somewhere', () => {
  const root = join(import.meta.dirname, '..');
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  for (const name of pages) {
    const file = join(root, name);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      expect({ name, target, exists: existsSync(join(dirname(file), target)) }).toEqual({ name, target, exists: true });
    }
  }
});
