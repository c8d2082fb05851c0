import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { conversationFields, messageFields } from '../../shared/rows.ts';
import { transforms } from '../../shared/transforms/index.ts';
import { placesAt } from '../places.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
const places = placesAt(join(import.meta.dirname, '..'), '.ts');
const output = createOutput(
  process,
  () => true,
  () => {},
);
const program = createProgram(
  {
    output,
    places,
    signal: new AbortController().signal,
    globals: () => ({ dir: '', json: false, quiet: true }),
    withApp: () => Promise.reject(new Error('none')),
    untilKilled: (work) => work(),
  },
  places.version,
  async () => {},
);

/** The text under a heading, up to the next of the same or a higher level. */
function section(heading: RegExp): string {
  const lines = page.split('\n');
  const from = lines.findIndex((line) => heading.test(line));
  expect(from, `a heading that matches ${heading}`).toBeGreaterThanOrEqual(0);
  const level = lines[from]?.match(/^#+/)?.[0].length ?? 0;
  const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && (line.match(/^#+/)?.[0].length ?? 0) <= level);
  return lines.slice(from, length === -1 ? undefined : from + 1 + length).join('\n');
}

describe('docs/cli.md and the program say the same', () => {
  test('every command has its section, and every section its command', () => {
    const headings = [...page.matchAll(/^### `([a-z-]+)/gm)].map((match) => match[1] ?? '');
    expect(headings).toEqual(program.commands.map((command) => command.name()));
  });

  test.each(program.commands.map((command) => [command.name(), command] as const))('every option of %s', (name, command) => {
    const shared = name === 'view' || name === 'export' ? section(/^## Choosing/) : '';
    const text = `${section(new RegExp(`^### \`${name}`))}\n${shared}`;
    for (const option of command.options) expect(text, option.flags).toContain(option.long);
    const documented = new Set(text.match(/--[a-z][a-z-]+/g) ?? []);
    const known = [...command.options, ...program.options].map((option) => option.long);
    for (const flag of documented) expect(known, `${flag} in the section of ${name}`).toContain(flag);
  });

  test('every global option', () => {
    for (const option of program.options) expect(section(/^## For every command/)).toContain(option.long);
  });

  test('every field and every transform', () => {
    for (const field of [...conversationFields, ...messageFields]) expect(section(/^## Rows/)).toContain(`\`${field}\``);
    for (const { name } of transforms) expect(section(/^### Transforms/)).toContain(`\`${name}\``);
  });
});
