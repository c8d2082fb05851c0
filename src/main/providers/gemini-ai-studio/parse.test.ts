import { describe, expect, test } from 'vitest';
import { testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { parsePrompt, promptOf } from './fixture.ts';
import { geminiAiStudio } from './index.ts';

const user = (text: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({ role: 'user', text, ...rest });
const model = (text: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({ role: 'model', text, ...rest });

describe('a prompt', () => {
  test('is a line of chunks, each a message', () => {
    const conversation = promptOf(
      [user('a'), model('hm', { isThought: true }), model('b', { tokenCount: '7.2', createTime: '2026-01-01T00:00:00Z' })],
      {
        runSettings: { model: 'models/gemini-2.5-pro' },
      },
    );
    expect(conversation).toMatchObject({ title: 'A prompt', model: 'gemini-2.5-pro', createdAt: null });
    expect(conversation.messages.map(({ role, origin, parts }) => [role, origin, parts[0]?.type])).toEqual([
      ['user', 'person', 'text'],
      ['assistant', 'assistant', 'thinking'],
      ['assistant', 'assistant', 'text'],
    ]);
    expect(conversation.messages.map(({ parent }) => parent)).toEqual([
      null,
      ...conversation.messages.slice(0, 2).map(({ nativeId }) => nativeId),
    ]);
    expect(conversation.messages[2]).toMatchObject({ usage: { input: 0, output: 7 }, createdAt: Date.UTC(2026, 0, 1) });
  });

  test('a text that repeats its parts is said once; parts that say less give way, more stay', () => {
    expect(promptOf([model('ab', { parts: [{ text: 'a' }, { text: 'b' }] })]).messages[0]?.parts).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
    expect(promptOf([model('abc', { isThought: true, parts: [{ text: 'a', thought: true }] })]).messages[0]?.parts).toEqual([
      { type: 'thinking', text: 'abc' },
    ]);
    const shown = promptOf([user('see', { parts: [{ text: 'see' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }] })]);
    expect(shown.messages[0]?.parts.map(({ type }) => type)).toEqual(['text', 'image']);
    expect(shown.attachments).toMatchObject([{ mime: 'image/png', size: 2 }]);
    const mixed = promptOf([model('answer', { parts: [{ text: 'why', thought: true }, { text: 'answer' }] })]);
    expect(mixed.messages[0]?.parts.map(({ type }) => type)).toEqual(['thinking', 'text']);
  });

  test('programs and what they printed are a call and its result', () => {
    const { messages } = promptOf([
      user('run'),
      { role: 'model', executableCode: { language: 'PYTHON', code: '1/0' } },
      { role: 'model', codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'no' } },
      {
        role: 'model',
        parts: [
          { executableCode: { language: 'PYTHON', code: '1' } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
          { text: 'one' },
        ],
      },
    ]);
    const [, call, result, both] = messages;
    expect(call?.parts[0]).toMatchObject({
      type: 'tool-call',
      name: 'code_execution',
      input: { language: 'python', code: '1/0' },
    });
    expect(result).toMatchObject({ role: 'tool', parts: [{ type: 'tool-result', outcome: 'error', text: 'no' }] });
    const idOf = (part: unknown): unknown =>
      typeof part === 'object' && part !== null && 'callId' in part ? part.callId : undefined;
    expect(idOf(result?.parts[0])).toBe(idOf(call?.parts[0]));
    expect(idOf(both?.parts[1])).toBe(idOf(both?.parts[0]));
    expect(both?.parts.map(({ type }) => type)).toEqual(['tool-call', 'tool-result', 'text']);
  });

  test('files of Drive, videos and sources are referred to', () => {
    const conversation = promptOf(
      [
        user('', { driveDocument: { id: 'd1', name: 'a.pdf' }, youtubeVideo: { id: 'y1' } }),
        user('', { driveImage: { id: 'd2' } }),
        model('b', {
          grounding: {
            webSearchQueries: ['q'],
            groundingSources: [{ uri: 'https://a.example', title: 'A', referenceNumber: 1 }, { uri: 'https://a.example' }],
          },
        }),
      ],
      { citations: [{ uri: 'https://b.example', text: 'words' }] },
    );
    expect(conversation.messages.map(({ parts }) => parts.map(({ type }) => type))).toEqual([
      ['file', 'citation'],
      ['image'],
      ['tool-call', 'text', 'citation', 'citation'],
    ]);
    expect(conversation.attachments).toMatchObject([
      { nativeId: 'drive:d1', name: 'a.pdf', mime: 'application/pdf' },
      { nativeId: 'drive:d2' },
    ]);
  });

  test('the instruction comes first and nobody typed it; the draft is left out; an error is kept', () => {
    const conversation = promptOf([user('a'), model('b', { errorMessage: 'stopped' })], {
      systemInstruction: { parts: [{ text: 'be short' }] },
      pendingInputs: [user('never sent')],
    });
    expect(conversation.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
    expect(conversation.messages[2]?.parts).toContainEqual({ type: 'text', text: 'stopped', source: 'injected' });
    expect(JSON.stringify(conversation)).not.toContain('never sent');
  });

  test('alternatives inside a file hang on what they answer, also over an empty chunk', () => {
    const { messages } = promptOf([
      user('q', { id: 'u' }),
      model('one', { id: 'a', branchParent: { id: 'u' }, branchChildren: [{ id: 'b' }] }),
      model('', { id: 'e', branchParent: { id: 'u' } }),
      model('two', { id: 'b', branchParent: { id: 'e' } }),
      user('next'),
    ]);
    expect(messages.map(({ nativeId, parent }) => [nativeId, parent]).slice(0, 3)).toEqual([
      ['u', null],
      ['a', 'u'],
      ['b', 'u'],
    ]);
    expect(messages[3]?.parent).toBe('b');
  });

  test('is named by its file where nothing else names it', () => {
    const titleOf = (name: string, rest = {}): unknown =>
      parsePrompt({ chunkedPrompt: { chunks: [user('a')] }, ...rest }, name).conversations[0]?.title;
    expect(titleOf('x/Plan of v1.2')).toBe('Plan of v1.2');
    expect(titleOf('x/plan.json')).toBe('plan');
    expect(titleOf('Untitled prompt')).toBeNull();
    expect(titleOf('plan', { displayName: 'Given' })).toBe('Given');
  });
});

describe('which prompt it is', () => {
  const idOf = (chunks: readonly unknown[], rest = {}): string => promptOf(chunks, rest).nativeId;
  const first = [user('hello'), model('thinking', { isThought: true }), model('hi there')];

  test('a copy that goes on is the same, wherever it lies; another answer is another', () => {
    expect(idOf([...first, user('more'), model('yes')])).toBe(idOf(first));
    expect(parsePrompt({ chunkedPrompt: { chunks: first } }, 'elsewhere.json').conversations[0]?.nativeId).toBe(idOf(first));
    expect(idOf([user('hello'), model('hi you')])).not.toBe(idOf([user('hello'), model('hi there')]));
    expect(idOf(first, { id: 'prompts/abc' })).toBe('abc');
  });

  test('a branch is its own, and hangs on what it was branched from', () => {
    const joint = { branchParent: { promptId: 'prompts/p1', displayName: 'P' } };
    const branch = (text: string): unknown[] => [first[0], first[1], model('hi there', joint), user(text)];
    const [one, two] = [promptOf(branch('one')), promptOf(branch('two'))];
    expect(one.parent).toEqual({ nativeId: idOf(first), relation: 'fork' });
    expect(new Set([one.nativeId, two.nativeId, idOf(first)]).size).toBe(3);
    expect(promptOf([...branch('one'), model('later')]).nativeId).toBe(one.nativeId);
    expect(promptOf(branch('one'), { id: 'b1' }).parent).toEqual({ nativeId: 'p1', relation: 'fork' });
  });
});

describe('what is no conversation', () => {
  test.each([
    ['not JSON', '{"chunkedPrompt":', 'not-json'],
    ['a list', [1], 'not-a-prompt'],
    ['no chunks', { runSettings: {} }, 'no-chunks'],
    ['chunks that are only text', { chunkedPrompt: { chunks: ['a', 'b'] } }, 'no-readable-chunk'],
  ])('%s is quarantined with its text', (_, given, code) => {
    const parsed = parsePrompt(given);
    expect(parsed.issues).toMatchObject([{ code, unit: 'conversation' }]);
    expect(parsed.issues[0]?.raw).not.toBe('');
  });

  test('a chunk that is only text is an issue, and the others are read', () => {
    const parsed = parsePrompt({ chunkedPrompt: { chunks: [user('a'), 'old words', model('b')] } });
    expect(parsed.issues).toMatchObject([{ code: 'not-a-chunk', where: 'chunks.1', raw: 'old words', unit: 'message' }]);
    expect(parsed.conversations[0]?.messages).toHaveLength(2);
  });

  test.each([{ chunkedPrompt: { chunks: [] } }, { chunkedPrompt: {} }, { runSettings: {}, textPrompt: {} }])(
    '%j has a reason',
    (given) => {
      expect(parsePrompt(given)).toMatchObject({ conversations: [], issues: [], ignored: { conversations: 1 } });
      expect(parsePrompt(given).reason).toMatch(/\.$/);
    },
  );

  test.each([
    ['whole', { runSettings: {}, chunkedPrompt: {} }],
    ['whole', { runSettings: { model: 'models/x' } }],
    ['ignored', { runSettings: {}, dataPrompt: {} }],
    [undefined, { runSettings: {} }],
    [undefined, { messages: [] }],
  ])('is claimed as %s: %j', (as, value) => {
    expect(geminiAiStudio.judge(jsonSample('Untitled prompt', value))?.as).toBe(as);
  });
});

describe('any bytes', () => {
  testAnyExport(geminiAiStudio, [
    {
      runSettings: { model: 'models/x' },
      systemInstruction: { text: 's' },
      citations: [{ uri: 'https://a.example', text: 't' }],
      chunkedPrompt: {
        chunks: [
          user('a', { id: 'u', driveDocument: { id: 'd' }, inlineFile: { mimeType: 'text/plain', data: 'aGk=' } }),
          model('b', { isThought: true, parts: [{ text: 'b', thought: true }] }),
          model('', { executableCode: { language: 'PYTHON', code: '1' }, branchParent: { id: 'u' } }),
          model('', { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } }),
          model('c', {
            grounding: { webSearchQueries: ['q'], groundingChunks: [{ web: { uri: 'https://a.example' } }] },
            branchParent: { promptId: 'p' },
          }),
        ],
      },
    },
  ]);
});
