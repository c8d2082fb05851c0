import type { Completion } from '../../../shared/contract.ts';
import { fieldOf, fields, type Field } from '../../../shared/query/fields.ts';
import { quote } from '../../../shared/query/format.ts';
import { lex } from '../../../shared/query/lex.ts';
import { flag, type Columns } from './columns.ts';
import type { Names, NumberSets } from './names.ts';
import { importCounts, importedKeys } from '../outcomes.ts';
import { hasFlags, isFlags } from './filters.ts';
import type { SearchContext } from './sets.ts';
import type { Db } from '../sql.ts';

const itemsAtMost = 12;
/** The latest imports that are offered. */
const importsNamed = 50;

/** What may stand at the caret: names of fields while a word is written, values with counts behind the colon of a field. */
export function complete({ db, columns }: Pick<SearchContext, 'db' | 'columns'>, query: string, caret: number): Completion {
  const tokens = lex(query, (name) => fieldOf(name) !== null);
  const token = tokens.find(({ from, to }) => from < caret && caret <= to);
  if (token?.kind === 'field') {
    const field = fieldOf(token.name ?? '');
    const start = token.from + (token.name ?? '').length + 1;
    if (field === null || caret < start) return { from: caret, to: caret, items: [] };
    const value = token.values?.find(({ from, to }) => from <= caret && caret <= to);
    const from = value?.from ?? caret;
    const written = (value === undefined ? '' : query.slice(value.from, caret)).replaceAll(/^["“”„]|["“”]$/g, '').toLowerCase();
    const items = valuesOf(db, columns, field)
      .filter(([name]) => name.toLowerCase().includes(written))
      .sort(
        ([a, countA], [b, countB]) =>
          Number(b.toLowerCase().startsWith(written)) - Number(a.toLowerCase().startsWith(written)) ||
          // Imports stand as they were, the newest first.
          (field.kind === 'run' ? 0 : countB - countA),
      )
      .slice(0, itemsAtMost)
      .map(([name, count]) => ({ text: quote(name), label: name, count: hasCounts(field) ? count : null }));
    return { from, to: value?.to ?? caret, items };
  }
  // A minus that nothing follows yet is a word to the lexer.
  const word = token?.kind === 'word' && token.text !== '-' ? token : null;
  const from = word?.from ?? caret;
  const written = query.slice(from, caret).toLowerCase();
  const items = fields
    .filter(({ name }) => name.startsWith(written))
    .map(({ name, help }) => ({ text: `${name}:`, label: `${name}: ${help}`, count: null }));
  return { from, to: word?.to ?? caret, items };
}

function hasCounts(field: Field): boolean {
  return field.kind !== 'time' && field.name !== 'role' && field.name !== 'in';
}

function valuesOf(db: Db, columns: Columns, field: Field): readonly (readonly [name: string, count: number])[] {
  switch (field.name) {
    case 'provider':
      return countNumbers(columns, columns.provider, columns.providerNames);
    case 'project':
      return countNumbers(columns, columns.project, columns.projectNames);
    case 'model':
      return countSets(columns, columns.models, columns.modelSets, columns.modelNames);
    case 'tool':
      return countSets(columns, columns.tools, columns.toolSets, columns.toolNames);
    case 'tag':
      return countSets(columns, columns.tags, columns.tagSets, columns.tagNames);
    case 'has':
      return [...countFlags(columns, hasFlags), ['tags', countWhere(columns, (id) => (columns.tags[id] ?? 0) > 0)]];
    case 'is':
      return [...countFlags(columns, isFlags), ['gone', countWhere(columns, (id) => columns.gone(db)[id] === 1)]];
    case 'import':
      return [...importCounts(db, importsNamed), ['latest', importedKeys(db, null).length]];
    case 'role':
    case 'in':
      return Object.keys(field.choices ?? {}).map((name) => [name, 0]);
    case 'since':
    case 'until':
    case 'on':
      return ['today', 'yesterday', 'this week', 'last week', 'this month', 'last month', 'this year'].map((name) => [name, 0]);
    case 'words':
      return countAbove(columns, columns.words, [100, 1000, 10_000]);
    case 'messages':
      return countAbove(columns, columns.messages, [10, 100, 1000]);
    case 'turns':
      return countAbove(columns, columns.turns, [1, 10, 100]);
    case 'title':
    case 'id':
      return [];
  }
}

/** Ways to begin with a number. */
function countAbove(columns: Columns, column: Uint32Array, bounds: readonly number[]): [string, number][] {
  return bounds.map((bound) => [`>${bound}`, countWhere(columns, (id) => (column[id] ?? 0) > bound)]);
}

function countWhere(columns: Columns, holds: (id: number) => boolean): number {
  let count = 0;
  for (let id = 0; id < columns.size; id++) if (isShown(columns, id) && holds(id)) count++;
  return count;
}

function countNumbers(columns: Columns, column: Uint32Array, { names }: Names): [string, number][] {
  const counts = names.map(() => 0);
  for (let id = 0; id < columns.size; id++) {
    const number = column[id] ?? 0;
    if (isShown(columns, id)) counts[number] = (counts[number] ?? 0) + 1;
  }
  return names.map((name, at): [string, number] => [name, counts[at] ?? 0]).filter(([name, count]) => name !== '' && count > 0);
}

function countSets(columns: Columns, column: Uint32Array, { sets }: NumberSets, { names }: Names): [string, number][] {
  const counts = names.map(() => 0);
  for (let id = 0; id < columns.size; id++) {
    if (isShown(columns, id)) for (const number of sets[column[id] ?? 0] ?? []) counts[number] = (counts[number] ?? 0) + 1;
  }
  return names.map((name, at): [string, number] => [name, counts[at] ?? 0]).filter(([, count]) => count > 0);
}

function countFlags(columns: Columns, flags: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(flags).map(([name, bits]) => {
    const holds = (id: number): boolean => ((columns.flags[id] ?? 0) & bits) !== 0;
    return [name, name === 'trashed' ? columns.count - countWhere(columns, () => true) : countWhere(columns, holds)];
  });
}

function isShown(columns: Columns, id: number): boolean {
  return columns.live[id] === 1 && ((columns.flags[id] ?? 0) & flag.trashed) === 0;
}
