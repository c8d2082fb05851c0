import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import { head, line, parseBytes, sessionOf } from './fixture.ts';

const partsOf = (...lines: readonly unknown[]): readonly (readonly Part[])[] =>
  sessionOf(head(), line('m1', 'user', 'go'), ...lines)
    .messages.slice(1)
    .map(({ parts }) => parts);
const call = (rest: Record<string, unknown>): Record<string, unknown> => ({
  id: 'c1',
  name: 'read_file',
  args: { file_path: 'a.ts' },
  ...rest,
});
const answer = (response: unknown): unknown[] => [{ functionResponse: { id: 'c1', name: 'read_file', response } }];

describe('an answer', () => {
  test('thinks, says, calls', () => {
    const [parts] = partsOf(
      line('m2', 'gemini', 'here', {
        thoughts: [{ subject: 'Plan', description: 'read it' }, { summary: 'old' }],
        toolCalls: [call({ status: 'success', result: answer({ output: 'text' }), description: 'a.ts' })],
      }),
    );
    expect(parts).toEqual([
      { type: 'thinking', text: 'read it', title: 'Plan' },
      { type: 'thinking', text: 'old' },
      { type: 'text', text: 'here' },
      { type: 'tool-call', callId: 'c1', name: 'read_file', input: { file_path: 'a.ts' }, title: 'a.ts' },
      { type: 'tool-result', callId: 'c1', name: 'read_file', text: 'text', outcome: 'ok' },
    ]);
  });

  test.each([
    ['success', { output: 'x' }, 'ok', 'x'],
    ['error', { error: 'gone' }, 'error', 'gone'],
    [undefined, { error: 'gone' }, 'error', 'gone'],
    [undefined, { output: 'x' }, 'unknown', 'x'],
    ['cancelled', { error: 'User said no' }, 'error', 'User said no'],
    ['completed', { rows: [1] }, 'ok', '{\n  "rows": [\n    1\n  ]\n}'],
  ])('a result with status %s and %j is %s', (status, response, outcome, text) => {
    const [parts] = partsOf(line('m2', 'gemini', '', { toolCalls: [call({ status, result: answer(response) })] }));
    expect(parts?.[1]).toMatchObject({ type: 'tool-result', outcome, text });
  });

  test('a call that has not come back has no result; one that was cancelled says so', () => {
    expect(partsOf(line('m2', 'gemini', '', { toolCalls: [call({ status: 'awaiting_approval' })] }))[0]).toHaveLength(1);
    expect(partsOf(line('m2', 'gemini', '', { toolCalls: [call({ status: 'cancelled', result: null })] }))[0]?.[1]).toMatchObject(
      { outcome: 'unknown', details: { status: 'cancelled' } },
    );
  });

  test('what was shown stands in for a result that was not kept; of a diff its file is told', () => {
    const shown = (resultDisplay: unknown): Part | undefined =>
      partsOf(line('m2', 'gemini', '', { toolCalls: [call({ status: 'success', resultDisplay })] }))[0]?.[1];
    expect(shown('12 lines')).toMatchObject({ text: '12 lines' });
    expect(shown({ fileDiff: '--- a', fileName: 'a.ts', diffStat: { model_added_lines: 2 } })).toMatchObject({
      text: '',
      details: { fileName: 'a.ts', model_added_lines: 2 },
    });
  });

  test('a fork’s answer is an answer; its result in a message of its own is the tool’s', () => {
    const conversation = sessionOf(
      head(),
      line('m1', 'user', 'go'),
      line('m2', 'tabnine', undefined, { toolCalls: [call({})], model: 't' }),
      line('m3', 'tabnine', undefined, { toolCalls: [call({ result: 'all' })], model: 't' }),
    );
    expect(conversation.messages.map(({ role, parts }) => [role, ...parts.map(({ type }) => type)])).toEqual([
      ['user', 'text'],
      ['assistant', 'tool-call'],
      ['tool', 'tool-result'],
    ]);
  });

  test('pictures in results are kept with their bytes', () => {
    const conversation = sessionOf(
      head(),
      line('m1', 'user', 'go'),
      line('m2', 'gemini', '', {
        toolCalls: [call({ status: 'success', result: [{ inlineData: { mimeType: 'image/png', data: 'aGk=' } }] })],
      }),
    );
    expect(conversation.messages[1]?.parts.map(({ type }) => type)).toEqual(['tool-call', 'tool-result', 'image']);
    expect(conversation.attachments).toMatchObject([{ mime: 'image/png', size: 2 }]);
  });
});

describe('what a user’s message holds', () => {
  const said = (content: unknown, rest: Record<string, unknown> = {}): unknown =>
    sessionOf(head(), line('m1', 'user', content, rest), line('m2', 'gemini', 'ok'))
      .messages.slice(0, 1)
      .map(({ origin, hidden, parts }) => [
        origin,
        hidden,
        ...parts.map((part) => (part.type === 'text' ? `${part.source ?? 'typed'}: ${part.text}` : part.type)),
      ])[0];

  test.each<[string, unknown, Record<string, unknown>, unknown[]]>([
    ['words', 'hi', {}, ['person', false, 'typed: hi']],
    ['a command', '/memory show', {}, ['person', false, 'command: /memory show']],
    ['a path, which is none', '/home/me/a.txt is odd', {}, ['person', false, 'typed: /home/me/a.txt is odd']],
    ['context', '<session_context>x</session_context>', {}, ['injected', true, 'injected: <session_context>x</session_context>']],
    [
      'files it named',
      [
        { text: 'see @a' },
        { text: '\n--- Content from referenced files ---' },
        { text: 'A' },
        { text: '\n--- End of content ---' },
      ],
      {},
      [
        'person',
        false,
        'typed: see @a',
        'injected: \n--- Content from referenced files ---',
        'injected: A',
        'injected: \n--- End of content ---',
      ],
    ],
    [
      'what was shown, and the rest of what was sent',
      [{ text: 'see @a' }, { text: 'A' }],
      { displayContent: 'see @a' },
      ['person', false, 'typed: see @a', 'injected: A'],
    ],
    ['the same twice', 'hi', { displayContent: [{ text: 'hi' }] }, ['person', false, 'typed: hi']],
    [
      'a picture',
      [{ text: 'hi' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }],
      {},
      ['person', false, 'typed: hi', 'image'],
    ],
  ])('%s', (_, content, rest, expected) => {
    expect(said(content, rest)).toEqual(expected);
  });
});

describe('a saved conversation', () => {
  const text = (role: string, words: string): unknown => ({ role, parts: [{ text: words }] });
  const saved = [
    text('user', 'This is the Gemini CLI. We are setting up the context for our chat.\nToday …'),
    text('model', 'Got it. Thanks for the context!'),
    text('user', 'read a'),
    { role: 'model', parts: [{ functionCall: { name: 'read_file', args: { path: 'a' } } }] },
    { role: 'user', parts: [{ functionResponse: { name: 'read_file', response: { output: 'A' } } }] },
    text('model', 'It says A'),
  ];
  const read = (value: unknown, name = '.gemini/tmp/x/checkpoint-my%20tag.json'): ReturnType<typeof parseBytes> =>
    parseBytes(new TextEncoder().encode(JSON.stringify(value, null, 2)), name);

  test('is read with its introduction hidden, and its calls paired', () => {
    const [conversation] = read({ history: saved, authType: 'x' }).conversations;
    expect(conversation?.title).toBe('my tag');
    expect(conversation?.messages.map(({ role, origin, hidden }) => [role, origin, hidden])).toEqual([
      ['user', 'injected', true],
      ['assistant', 'assistant', true],
      ['user', 'person', false],
      ['assistant', 'assistant', false],
      ['tool', 'tool', false],
      ['assistant', 'assistant', false],
    ]);
    const [asked, came] = [conversation?.messages[3]?.parts[0], conversation?.messages[4]?.parts[0]];
    expect(asked?.type === 'tool-call' && came?.type === 'tool-result' && asked.callId === came.callId).toBe(true);
  });

  test('is the same when it is saved again later, as a bare list too', () => {
    const idOf = (value: unknown): unknown => read(value).conversations[0]?.nativeId;
    expect(idOf([...saved, text('user', 'more')])).toBe(idOf({ history: saved }));
    expect(idOf([text('user', 'other'), text('model', 'It says A')])).not.toBe(idOf(saved));
  });
});
