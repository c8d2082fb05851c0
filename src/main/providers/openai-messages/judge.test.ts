import { expect, test } from 'vitest';
import { jsonSample, linesSample } from '../fixtures/judged-sample.ts';
import { judge } from './judge.ts';

const said = [
  { role: 'user', content: 'q' },
  { role: 'assistant', content: null, tool_calls: [] },
];

test.each([
  ['an object with messages', jsonSample('a.json', { messages: said }), 'whole'],
  ['a list of them', jsonSample('a.json', [{ messages: said }]), 'elements'],
  ['a list of lists', jsonSample('a.json', [said, said]), 'elements'],
  ['messages alone', jsonSample('a.json', said), 'whole'],
  ['lines', linesSample('a.jsonl', [{ messages: said }, { messages: said }]), 'lines'],
  ['an answer', jsonSample('a.json', { object: 'chat.completion', choices: [{ index: 0, message: said[1] }] }), 'whole'],
  ['a request with its answer', jsonSample('a.json', { request: { messages: said }, response: { choices: [] } }), 'whole'],
  ['a batch', linesSample('a.jsonl', [{ custom_id: '1', response: { body: { choices: [{ message: said[1] }] } } }]), 'lines'],
  [
    'an answer of Anthropic',
    jsonSample('a.json', { type: 'message', role: 'assistant', content: [], stop_reason: null }),
    'whole',
  ],
])('%s is read', (_name, sample, as) => {
  expect(judge(sample)).toMatchObject({ as });
});

test.each([
  ['settings', { messages: { save: 'Save' }, version: 1 }],
  ['messages of something else', { messages: [{ id: 1, level: 'info', content: 'x' }] }],
  ['roles without words', { messages: [{ role: 'user' }, { role: 'admin' }] }],
  ['a tree', { mapping: {}, messages: said }],
  ['a choice of another kind', { choices: [{ text: 'old' }] }],
  ['nothing', []],
])('%s is not', (_name, value) => {
  expect(judge(jsonSample('a.json', value))).toBeNull();
});
