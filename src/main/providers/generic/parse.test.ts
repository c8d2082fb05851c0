import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonSample, linesSample } from '../fixtures/judged-sample.ts';
import { parseValue, writer } from './fixture.ts';
import { judge } from './judge.ts';

const talk = [
  { speaker: 'Human', text: 'q' },
  { speaker: 'AI', text: 'a' },
];
const alpaca = { instruction: 'Add', input: '1 + 1', output: '2' };

test.each([
  ['messages of any names', jsonSample('a.json', { dialogue: talk }), 'whole'],
  ['a list of such objects', jsonSample('a.json', [{ turns: talk }]), 'elements'],
  ['a list under any key', jsonSample('a.json', { version: 1, saved: [{ chat: { history: talk } }] }), 'elements'],
  ['messages alone', jsonSample('a.json', talk), 'whole'],
  ['lines of messages', linesSample('a.jsonl', talk), 'whole'],
  ['lines of conversations', linesSample('a.jsonl', [{ log: talk }]), 'lines'],
  ['Alpaca', jsonSample('a.json', [alpaca]), 'elements'],
  [
    'who is the person as true or false',
    jsonSample('a.json', [
      { is_user: true, body: 'q' },
      { is_user: false, body: 'a' },
    ]),
    'whole',
  ],
])('%s is taken, with less than any other claim', (_name, sample, as) => {
  const claim = judge(sample);
  expect(claim).toMatchObject({ as });
  expect(claim?.score).toBeLessThan(20);
});

test.each([
  ['package.json', { name: 'x', messages: talk }],
  ['settings.json', { messages: talk }],
  [
    'app.json',
    {
      messages: [
        { type: 'info', text: 'Saved' },
        { type: 'error', text: 'No' },
      ],
    },
  ],
  [
    'users.json',
    [
      { role: 'user', name: 'Ada' },
      { role: 'admin', name: 'Bo' },
    ],
  ],
  [
    'har.json',
    {
      log: [
        { type: 'request', body: 'x' },
        { type: 'response', body: 'y' },
      ],
    },
  ],
  ['prompts.json', [{ role: 'system', content: 'be kind' }]],
  ['people.json', [{ author: 'Ada', text: 'a book' }]],
  ['list.json', ['user', 'assistant']],
  ['empty.json', {}],
])('%s is left alone', (name, value) => {
  expect(judge(jsonSample(name, value))).toBeNull();
});

test('roles, words, ids, times and titles under the names that people use', () => {
  const [conversation] = parseValue({
    id: 'c',
    subject: 'S',
    conversation: {
      messages: [
        { id: 1, author: { role: 'user' }, content: { parts: ['q'] }, createdAt: '2026-01-01T10:00:00Z' },
        { id: 2, message: { role: 'assistant', content: 'a' }, timestamp: 1_767_261_700 },
      ],
    },
  }).conversations;
  expect(conversation).toMatchObject({
    nativeId: 'c',
    title: 'S',
    createdAt: Date.UTC(2026, 0, 1, 10),
    messages: [
      { nativeId: '1', origin: 'person', parts: [{ text: 'q' }] },
      { nativeId: '2', parent: '1', role: 'assistant', parts: [{ text: 'a' }] },
    ],
  });
});

test('Alpaca: what was said before, the task, its input, the answer', () => {
  const [conversation] = parseValue([{ ...alpaca, history: [['x', 'y'], ['z']], system: 's' }]).conversations;
  expect(
    conversation?.messages.map(({ role, parts }) => [role, parts.map((part) => (part.type === 'text' ? part.text : part.type))]),
  ).toEqual([
    ['system', ['s']],
    ['user', ['x']],
    ['assistant', ['y']],
    ['user', ['z']],
    ['user', ['Add', '1 + 1']],
    ['assistant', ['2']],
  ]);
  expect(parseValue([{ ...alpaca, images: ['a.png'] }]).conversations[0]?.messages[0]?.parts.map(({ type }) => type)).toEqual([
    'text',
    'text',
    'image',
  ]);
});

test('a flat list is as many conversations as it names', () => {
  const flat = ['b', 'a', 'b'].flatMap((session_id) => talk.map((message) => ({ ...message, session_id })));
  expect(parseValue(flat).conversations.map(({ nativeId, messages }) => [nativeId, messages.length])).toEqual([
    ['b', 4],
    ['a', 2],
  ]);
});

test('lines of messages are one conversation; a line that is cut is told', () => {
  const lines = talk.map((message) => JSON.stringify(message)).join('\n');
  expect(parseValue(lines).conversations[0]?.messages).toHaveLength(2);
  const cut = parseValue(`${lines}\n{"speaker":"Hu`);
  expect(cut.conversations[0]?.messages).toHaveLength(2);
  expect(cut.issues).toMatchObject([{ code: 'cut-off', where: 'line 3' }]);
});

test('what is broken is told, and the rest is read', () => {
  const parsed = parseValue([{ turns: [...talk, null, 7, { speaker: 'Nobody' }] }, { turns: 7 }, 'x']);
  expect(parsed.conversations).toHaveLength(1);
  expect(parsed.issues.map(({ code, where }) => [code, where])).toEqual([
    ['broken-message', 'turns[3]'],
    ['broken-message', 'turns[4]'],
    ['no-messages', '[1]'],
    ['not-a-conversation', '[2]'],
  ]);
  expect(parseValue('{\n"turns": [\n{}').issues).toMatchObject([{ code: 'not-json' }]);
});

test('parsing never throws and always gives the same', () => {
  const seed = Object.values(
    writer.write([{ id: 'c', title: 'T', startedAt: 1.7e12, messages: [{ id: 'm', from: 'person', text: 'hi\n“ü”' }] }]),
  ).join('');
  const edit = fc.record({ at: fc.nat(seed.length), remove: fc.nat(20), insert: fc.string({ maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = seed;
      for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
      expect(parseValue(text)).toEqual(parseValue(text));
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  );
});
