import { expect, test } from 'vitest';
import { fieldSuggestions, taken, valueSuggestions, writingAt } from './suggest.ts';

/** `|` is the caret. */
function at(marked: string, asked = false) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, writing: writingAt(text, caret, asked) };
}

const take = (marked: string, chosen: string, asked = false): string => {
  const { text, writing } = at(marked, asked);
  if (!writing) return '-';
  const result = taken(text, writing, { text: chosen, label: chosen, note: null, count: null });
  return `${result.text.slice(0, result.caret)}|${result.text.slice(result.caret)}`;
};

test('names are offered for two letters that begin one', () => {
  expect(at('tide pr|').writing).toMatchObject({ kind: 'field', written: 'pr', from: 5, to: 7 });
  expect(at('tide p|').writing).toBeNull();
  expect(at('tide xy|').writing).toBeNull();
  expect(at('"pr|"').writing).toBeNull();
  expect(at('-ha|').writing).toMatchObject({ kind: 'field', from: 1 });
  expect(fieldSuggestions({ written: 'pro' }).map(({ text }) => text)).toEqual(['provider:', 'project:']);
});

test('everything is offered to who asks', () => {
  expect(at('|', true).writing).toMatchObject({ kind: 'field', written: '' });
  expect(at('tide |', true).writing).toMatchObject({ kind: 'field', from: 5, to: 5 });
  expect(at('tide |').writing).toBeNull();
  expect(at('tide -|', true).writing).toMatchObject({ kind: 'field', from: 6, to: 6 });
  expect(at('project:"my notes"|').writing).toMatchObject({ kind: 'value', written: 'my notes' });
});

test('values are offered behind the colon, without those that are there', () => {
  const { writing } = at('provider:claude,c|');
  expect(writing).toMatchObject({ kind: 'value', written: 'c', from: 16, to: 17 });
  if (writing?.kind !== 'value') throw new Error('no value');
  const item = (label: string) => ({ text: label, label, count: 1 });
  expect(valueSuggestions(writing, [item('claude'), item('codex'), item('grok')]).map(({ text }) => text)).toEqual(['codex']);
  expect(at('prov|ider:claude').writing).toBeNull();
  expect(at('project:"my no|').writing).toMatchObject({ kind: 'value', written: 'my no' });
});

test('behind minus, comma, quote and sign as well, and never inside an expression or a phrase', () => {
  expect(at('-in:|').writing).toMatchObject({ kind: 'value', field: { name: 'in' }, written: '' });
  expect(at('in:title,|').writing).toMatchObject({ kind: 'value', written: '', from: 9, to: 9 });
  expect(at('in:title, |', true).writing).toMatchObject({ kind: 'field', written: '' });
  expect(at('words:>|').writing).toMatchObject({ kind: 'value', written: '>' });
  expect(at('since:"last w|').writing).toMatchObject({ kind: 'value', written: 'last w', from: 6 });
  expect(at('tag:a,"b c",d|').writing).toMatchObject({ kind: 'value', written: 'd' });
  for (const inside of ['/pr|/', '/a pr|/i', '/has:|x/', '"a pr|ov"', '/a has:co|/'])
    for (const asked of [false, true]) expect(at(inside, asked).writing, inside).toBeNull();
});

test('what is taken stands in place, and the caret behind it', () => {
  expect(take('tide pr|', 'provider:')).toBe('tide provider:|');
  expect(take('provider:cl|', 'claude')).toBe('provider:claude |');
  expect(take('provider:cl| tide', 'claude')).toBe('provider:claude |tide');
  expect(take('(provider:cl|)', 'claude')).toBe('(provider:claude|)');
  expect(take('project:"my no|', '"my notes"')).toBe('project:"my notes" |');
  expect(take('since:"last w|', '"last week"')).toBe('since:"last week" |');
  expect(take('in:title,c|,text', 'code')).toBe('in:title,code|,text');
  expect(take('-words:>|', '>100')).toBe('-words:>100 |');
  expect(take('tide |', 'is:', true)).toBe('tide is:|');
});
