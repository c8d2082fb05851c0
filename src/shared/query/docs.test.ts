import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fields } from './fields.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'query-language.md'), 'utf8');

test.each(fields.map((field) => [field.name, field] as const))('docs/query-language.md has %s:', (_name, field) => {
  expect(page).toContain(`\`${field.name}:\``);
  expect(page).toContain(field.help);
  expect(page).toContain(field.example);
  if (field.name !== 'provider') for (const choice of Object.keys(field.choices ?? {})) expect(page).toContain(`\`${choice}\``);
});
