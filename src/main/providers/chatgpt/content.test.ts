import { expect, test } from 'vitest';
import { conversationOf, mappingOf, messageById, parseValue, partsFor } from './fixture.ts';

const assistant = { role: 'assistant' };
const tool = { role: 'tool', name: 'python' };

test('text: strings are joined by a blank line, empty ones are no parts', () => {
  expect(partsFor({ content_type: 'text', parts: ['one', '', 'two'] })).toEqual([{ type: 'text', text: 'one\n\ntwo' }]);
  expect(partsFor({ content_type: 'text', parts: [''] })).toEqual([]);
  expect(partsFor({ parts: ['no type'] })).toEqual([{ type: 'text', text: 'no type' }]);
  expect(partsFor('a bare string')).toEqual([{ type: 'text', text: 'a bare string' }]);
  expect(partsFor({ content_type: 'text', text: 'no parts' })).toEqual([{ type: 'text', text: 'no parts' }]);
});

test('multimodal_text: texts and pictures in their order', () => {
  const image = {
    content_type: 'image_asset_pointer',
    asset_pointer: 'file-service://file-abc',
    size_bytes: 9,
    width: 8,
    height: 6,
  };
  const conversation = conversationOf(
    mappingOf({ id: 'm1', content: { content_type: 'multimodal_text', parts: ['look', image, 'at this'] } }),
  );
  expect(messageById(conversation, 'm1').parts).toEqual([
    { type: 'text', text: 'look' },
    { type: 'image', attachment: 'file-abc', name: null, mime: null, width: 8, height: 6 },
    { type: 'text', text: 'at this' },
  ]);
  expect(conversation.attachments).toEqual([{ nativeId: 'file-abc', name: null, mime: null, size: 9 }]);
});

test('a generated picture says what it was to show', () => {
  const metadata = { dalle: { prompt: 'a cat' } };
  const part = { content_type: 'image_asset_pointer', asset_pointer: 'sediment://file_00ff', metadata };
  expect(partsFor({ content_type: 'multimodal_text', parts: [part] })).toEqual([
    { type: 'image', attachment: 'file_00ff', name: null, mime: null, alt: 'a cat' },
  ]);
});

test('voice: what was said is text, the sound is a file', () => {
  const parts = [
    { content_type: 'audio_transcription', text: 'hello there', direction: 'in' },
    { content_type: 'audio_asset_pointer', asset_pointer: 'sediment://file_01', format: 'wav', size_bytes: 5 },
  ];
  expect(partsFor({ content_type: 'multimodal_text', parts })).toEqual([
    { type: 'text', text: 'hello there' },
    { type: 'file', attachment: 'file_01', name: null, mime: 'audio/wav' },
  ]);
});

test('film: sound, film and frames', () => {
  const pointer = {
    content_type: 'real_time_user_audio_video_asset_pointer',
    audio_asset_pointer: { asset_pointer: 'sediment://a1', format: 'wav' },
    video_container_asset_pointer: { asset_pointer: 'sediment://v1', format: 'mp4' },
    frames_asset_pointers: ['sediment://f1', { asset_pointer: 'sediment://f2' }],
  };
  expect(
    partsFor({ content_type: 'multimodal_text', parts: [pointer] }).map((part) =>
      'attachment' in part ? [part.type, part.attachment] : part,
    ),
  ).toEqual([
    ['file', 'a1'],
    ['file', 'v1'],
    ['image', 'f1'],
    ['image', 'f2'],
  ]);
});

test('a pointer without an address, and a part of a new kind, are kept as they are', () => {
  const parts = [{ content_type: 'image_asset_pointer' }, { content_type: 'hologram', beam: 1 }, { text: 'plain' }];
  expect(partsFor({ content_type: 'multimodal_text', parts })).toEqual([
    { type: 'unknown', kind: 'image_asset_pointer', data: parts[0] },
    { type: 'unknown', kind: 'hologram', data: parts[1] },
    { type: 'text', text: 'plain' },
  ]);
});

test('code to everyone is a code block; code to a tool is a call', () => {
  expect(partsFor({ content_type: 'code', language: 'python', text: 'print(1)' }, assistant)).toEqual([
    { type: 'code', text: 'print(1)', language: 'python' },
  ]);
  expect(partsFor({ content_type: 'code', language: 'unknown', text: 'x' }, assistant)).toEqual([
    { type: 'code', text: 'x', language: null },
  ]);
  expect(partsFor({ content_type: 'code', language: 'python', text: 'print(1)' }, { ...assistant, recipient: 'python' })).toEqual(
    [{ type: 'tool-call', callId: 'm1', name: 'python', input: 'print(1)' }],
  );
  expect(partsFor({ content_type: 'code', language: 'json', text: '{"q":"x"}' }, { ...assistant, recipient: 'web.run' })).toEqual(
    [{ type: 'tool-call', callId: 'm1', name: 'web.run', input: { q: 'x' } }],
  );
  expect(partsFor({ content_type: 'text', parts: ['{"q":'] }, { ...assistant, recipient: 'web' })).toEqual([
    { type: 'tool-call', callId: 'm1', name: 'web', input: '{"q":' },
  ]);
});

test('execution_output: the text, the verdict and the pictures', () => {
  const aggregate_result = {
    status: 'success',
    messages: [
      { message_type: 'stream', text: '42' },
      { message_type: 'image', image_url: 'file-service://chart' },
    ],
  };
  expect(partsFor({ content_type: 'execution_output', text: '42\n' }, { ...tool, metadata: { aggregate_result } })).toEqual([
    { type: 'tool-result', callId: 'm1', text: '42\n', outcome: 'ok', details: { status: 'success' }, name: 'python' },
    { type: 'image', attachment: 'chart', name: null, mime: null },
  ]);
});

test('execution_output without a text has that of its streams; pictures may stand in the notebook’s messages', () => {
  const aggregate_result = {
    messages: [{ message_type: 'stream', text: 'a' }],
    final_expression_output: 'b',
    jupyter_messages: [{ content: { data: { 'image/vnd.openai.fileservice.png': 'file-service://plot' } } }],
  };
  expect(partsFor({ content_type: 'execution_output', text: '' }, { ...tool, metadata: { aggregate_result } })).toEqual([
    { type: 'tool-result', callId: 'm1', text: 'ab', outcome: 'unknown', name: 'python' },
    { type: 'image', attachment: 'plot', name: null, mime: null },
  ]);
});

test('a result failed only when the export says so', () => {
  const outcome = (content: unknown, rest: Record<string, unknown> = {}): unknown => {
    const [part] = partsFor(content, { ...tool, ...rest });
    return part?.type === 'tool-result' ? part.outcome : part;
  };
  expect(outcome({ content_type: 'execution_output', text: 'Traceback: Error' })).toBe('unknown');
  expect(outcome({ content_type: 'system_error', name: 'ToolError', text: 'no' })).toBe('error');
  expect(outcome({ content_type: 'text', parts: ['x'] }, { status: 'error' })).toBe('error');
  const run = (result: unknown): unknown =>
    outcome({ content_type: 'execution_output', text: 'x' }, { metadata: { aggregate_result: result } });
  expect(run({ status: 'failed_with_in_kernel_exception' })).toBe('error');
  expect(run({ in_kernel_exception: { name: 'ValueError' } })).toBe('error');
  expect(run({ status: 'success' })).toBe('ok');
});

test('system_error names itself', () => {
  expect(partsFor({ content_type: 'system_error', name: 'tool_error', text: 'boom' }, tool)).toEqual([
    { type: 'tool-result', callId: 'm1', text: 'tool_error: boom', outcome: 'error', name: 'python' },
  ]);
});

test('pages read by a tool are its result with a link; elsewhere they are quotations', () => {
  const quote = { content_type: 'tether_quote', url: 'https://a.example/', domain: 'a.example', title: 'A', text: 'passage' };
  expect(partsFor(quote, { role: 'tool', name: 'browser' })).toEqual([
    {
      type: 'tool-result',
      callId: 'm1',
      text: 'passage',
      outcome: 'unknown',
      details: { links: [{ title: 'A', url: 'https://a.example/' }] },
      name: 'browser',
    },
  ]);
  expect(partsFor({ ...quote, content_type: 'sonic_webpage' }, assistant)).toEqual([
    { type: 'citation', url: 'https://a.example/', title: 'A', text: 'passage' },
  ]);
});

test('an empty browsing display still answers its call', () => {
  expect(
    partsFor({ content_type: 'tether_browsing_display', result: '', summary: '' }, { role: 'tool', name: 'browser' }),
  ).toEqual([{ type: 'tool-result', callId: 'm1', text: '', outcome: 'unknown', name: 'browser' }]);
});

test('thoughts: each with its summary as title, chunks where there is no content', () => {
  const thoughts = [
    { summary: 'Plan', content: 'first', chunks: [], finished: true },
    { summary: '', content: '', chunks: ['a', 'b'] },
    { summary: '', content: '', chunks: [] },
  ];
  expect(partsFor({ content_type: 'thoughts', thoughts }, assistant)).toEqual([
    { type: 'thinking', text: 'first', title: 'Plan' },
    { type: 'thinking', text: 'ab' },
  ]);
});

test('reasoning_recap: how long, by the message’s figures, else by its label', () => {
  const recap = (metadata: Record<string, unknown>, content = 'Thought for 1m 5s'): unknown =>
    partsFor({ content_type: 'reasoning_recap', content }, { ...assistant, metadata })[0];
  expect(recap({ finished_duration_sec: 12 })).toEqual({
    type: 'thinking',
    text: '',
    title: 'Thought for 1m 5s',
    durationMs: 12_000,
  });
  expect(recap({ reasoning_start_time: 10.5, reasoning_end_time: 12 })).toMatchObject({ durationMs: 1500 });
  expect(recap({})).toMatchObject({ durationMs: 65_000 });
  expect(recap({}, 'Nachgedacht')).toEqual({ type: 'thinking', text: '', title: 'Nachgedacht' });
});

test('text in the analysis channel is thinking', () => {
  expect(partsFor({ content_type: 'text', parts: ['hm'] }, { ...assistant, channel: 'analysis' })).toEqual([
    { type: 'thinking', text: 'hm' },
  ]);
});

test('custom instructions are injected and hidden, not said by the person', () => {
  const content = { content_type: 'user_editable_context', user_profile: 'I am', user_instructions: 'be brief' };
  const conversation = conversationOf(mappingOf({ id: 'm1', content }));
  expect(messageById(conversation, 'm1')).toMatchObject({
    role: 'user',
    origin: 'injected',
    hidden: true,
    parts: [
      { type: 'text', text: 'I am', source: 'injected' },
      { type: 'text', text: 'be brief', source: 'injected' },
    ],
  });
});

test('custom instructions of 2023 stand in the metadata of an empty message', () => {
  const metadata = {
    is_user_system_message: true,
    user_context_message_data: { about_user_message: 'I sail.', about_model_message: 'Be brief.' },
  };
  expect(partsFor({ content_type: 'text', parts: [''] }, { role: 'system', metadata })).toEqual([
    { type: 'text', text: 'I sail.', source: 'injected' },
    { type: 'text', text: 'Be brief.', source: 'injected' },
  ]);
});

test('memory is injected; what else stands in it is kept', () => {
  const content = {
    content_type: 'model_editable_context',
    model_set_context: 'likes tea',
    repository: { name: 'r' },
    structured_context: null,
  };
  expect(partsFor(content, assistant)).toEqual([
    { type: 'text', text: 'likes tea', source: 'injected' },
    { type: 'unknown', kind: 'model_editable_context', data: { repository: { name: 'r' }, structured_context: null } },
  ]);
});

test('computer_output: where the computer was and what it showed', () => {
  const content = {
    content_type: 'computer_output',
    state: { title: 'Shop', url: 'https://shop.example' },
    screenshot: { content_type: 'image_asset_pointer', asset_pointer: 'sediment://s1' },
  };
  expect(partsFor(content, { role: 'tool', name: 'computer.do' })).toEqual([
    { type: 'tool-result', callId: 'm1', text: 'Shop\nhttps://shop.example', outcome: 'unknown', name: 'computer.do' },
    { type: 'image', attachment: 's1', name: null, mime: null },
  ]);
});

test('citable_code_output: its text and where it comes from', () => {
  const content = {
    content_type: 'citable_code_output',
    output_str: 'rows',
    metadata: { display_title: 'Sheet', display_url: 'https://s.example' },
  };
  expect(partsFor(content, { role: 'tool', name: 'api_tool.call' })[0]).toMatchObject({
    text: 'rows',
    details: { links: [{ title: 'Sheet', url: 'https://s.example' }] },
  });
});

test('a new content type keeps its texts readable and the rest as it is, and is counted as drift', () => {
  const content = { content_type: 'app_pairing_content', parts: ['said'], workspaces: [1] };
  expect(partsFor(content)).toEqual([
    { type: 'text', text: 'said' },
    { type: 'unknown', kind: 'app_pairing_content', data: { content_type: 'app_pairing_content', workspaces: [1] } },
  ]);
  const parsed = parseValue({ id: 'c', mapping: mappingOf({ id: 'm1', content, novelty: 1 }), novelty: { deep: 'secret' } });
  expect(parsed.drift).toEqual([
    { kind: 'field', path: 'conversation.novelty', count: 1, example: '{deep:string}' },
    { kind: 'field', path: 'message.novelty', count: 1, example: 'number' },
    {
      kind: 'type',
      path: 'message.content.content_type=app_pairing_content',
      count: 1,
      example: '{content_type:string,parts:[string],workspaces:[number]}',
    },
  ]);
});

test('attachments that no part shows are files or pictures of their own', () => {
  const metadata = {
    attachments: [
      { id: 'file-1', name: 'a.pdf', mime_type: 'application/pdf', size: 7 },
      { id: 'file-2', name: 'b.png', mimeType: 'image/png', width: 3, height: 4 },
      { id: 'file-3', name: 'c.jpg' },
    ],
  };
  const image = { content_type: 'image_asset_pointer', asset_pointer: 'file-service://file-3' };
  expect(partsFor({ content_type: 'multimodal_text', parts: [image, 'x'] }, { metadata })).toEqual([
    { type: 'image', attachment: 'file-3', name: null, mime: null },
    { type: 'text', text: 'x' },
    { type: 'file', attachment: 'file-1', name: 'a.pdf', mime: 'application/pdf' },
    { type: 'image', attachment: 'file-2', name: 'b.png', mime: 'image/png', width: 3, height: 4 },
  ]);
});
