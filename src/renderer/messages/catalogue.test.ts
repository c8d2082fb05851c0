import { parseSync } from '@swc/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const renderer = join(import.meta.dirname, '..');
/** Names and outlines of icons. */
const drawings = 'ui/icon.tsx';
const files = readdirSync(renderer, { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith('messages/') && file !== drawings);

/** Attributes whose text a person reads or hears. */
const spoken = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'caption',
  'description',
  'heading',
  'hint',
  'label',
  'legend',
  'note',
  'placeholder',
  'text',
  'title',
]);

/** Properties of objects that are drawn: menu entries, columns, toasts. */
const drawn = new Set(['label', 'note', 'title', 'placeholder', 'description', 'help', 'header', 'text']);

const node = z.looseObject({ type: z.string() });
type Node = z.infer<typeof node>;
const named = z.object({ value: z.string() });
const literal = z.object({ type: z.literal('StringLiteral'), value: z.string() });
const template = z.object({ type: z.literal('TemplateLiteral'), quasis: z.array(z.object({ raw: z.string() })) });

/** A word of a language: two letters or more that are no name in code. */
const isWord = (text: string): boolean => /\p{L}{2}/u.test(text.replaceAll('Polylogue', ''));

/** The texts that an expression may give, without looking into calls. */
function textsOf(value: unknown): readonly string[] {
  const text = literal.safeParse(value);
  if (text.success) return [text.data.value];
  const made = template.safeParse(value);
  if (made.success) return made.data.quasis.map(({ raw }) => raw);
  const parsed = node.safeParse(value);
  if (!parsed.success) return [];
  const inside: Readonly<Record<string, readonly string[]>> = {
    JSXExpressionContainer: ['expression'],
    ParenthesisExpression: ['expression'],
    ConditionalExpression: ['consequent', 'alternate'],
    BinaryExpression: ['left', 'right'],
  };
  const keys =
    parsed.data.type === 'BinaryExpression' && !['&&', '||', '??', '+'].includes(String(parsed.data['operator']))
      ? []
      : inside[parsed.data.type];
  return (keys ?? []).flatMap((key) => textsOf(parsed.data[key]));
}

/** What stands in a source and would be read by a person. */
function wordsIn(source: string): readonly string[] {
  const found: string[] = [];
  const take = (texts: readonly string[]): void => {
    found.push(...texts.filter(isWord));
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    const parsed = node.safeParse(value);
    if (!parsed.success) {
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
      return;
    }
    take(spokenBy(parsed.data));
    Object.values(parsed.data).forEach(visit);
  };
  visit(parseSync(source, { syntax: 'typescript', tsx: true, target: 'es2022' }).body);
  return found;
}

function spokenBy(of: Node): readonly string[] {
  switch (of.type) {
    case 'JSXText':
      return [String(of['value'])];
    case 'JSXAttribute':
      return spoken.has(named.safeParse(of['name']).data?.value ?? '') ? textsOf(of['value']) : [];
    case 'JSXElement':
    case 'JSXFragment': {
      const children = z.array(z.unknown()).safeParse(of['children']).data ?? [];
      return children.filter((child) => node.safeParse(child).data?.type === 'JSXExpressionContainer').flatMap(textsOf);
    }
    case 'KeyValueProperty':
      return drawn.has(named.safeParse(of['key']).data?.value ?? '') ? textsOf(of['value']) : [];
    case 'CallExpression': {
      const callee = named.safeParse(of['callee']).data?.value;
      const first = z.array(z.object({ expression: z.unknown() })).safeParse(of['arguments']).data?.[0];
      return callee === 'say' ? textsOf(first?.expression) : [];
    }
    default:
      return [];
  }
}

test('the reader of sources finds what a person would read', () => {
  const source = `
    say('Gone.');
    const entry = { id: 'all', label: on ? 'Every one' : text.none };
    const view = <p title="Over there" className="quiet">Plain {many ? 'words' : text.word} {count} <img alt={\`of \${name} things\`} /></p>;`;
  expect(new Set(wordsIn(source))).toEqual(new Set(['Gone.', 'Every one', 'words', 'Over there', 'Plain ', 'of ', ' things']));
  expect(wordsIn(`<b className="strong" data-kind="word">{text.one}</b>`)).toEqual([]);
});

test.each(files)('%s says nothing that is not in the catalogue', (file) => {
  expect(wordsIn(readFileSync(join(renderer, file), 'utf8'))).toEqual([]);
});
