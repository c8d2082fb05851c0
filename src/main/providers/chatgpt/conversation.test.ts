import { expect, test } from 'vitest';
import { conversationOf, mappingOf, messageById, parseText, parseValue } from './fixture.ts';

test('calls and results are paired by nearness and name', () => {
  const conversation = conversationOf(
    mappingOf(
      { id: 'q' },
      { id: 'call', role: 'assistant', recipient: 'browser', text: 'search("x")' },
      { id: 'r1', role: 'tool', name: 'browser' },
      { id: 'r2', role: 'tool', name: 'browser' },
      { id: 'py', role: 'assistant', recipient: 'python', text: '1' },
      { id: 'r3', role: 'tool', name: 'python' },
      { id: 'a', role: 'assistant' },
    ),
  );
  const callIds = conversation.messages.flatMap(({ nativeId, parts }) =>
    parts.flatMap((part) => (part.type === 'tool-result' ? [[nativeId, part.callId]] : [])),
  );
  expect(callIds).toEqual([
    ['r1', 'call'],
    ['r2', 'call'],
    ['r3', 'py'],
  ]);
});

test('of calls in a row to one tool the first result answers the first', () => {
  const conversation = conversationOf(
    mappingOf(
      { id: 'a', role: 'assistant', recipient: 'web.run', text: '1' },
      { id: 'b', role: 'assistant', recipient: 'web.run', text: '2' },
      { id: 'ra', role: 'tool', name: 'web.run' },
      { id: 'rb', role: 'tool', name: 'web.run' },
    ),
  );
  expect(messageById(conversation, 'ra').parts[0]).toMatchObject({ callId: 'a' });
  expect(messageById(conversation, 'rb').parts[0]).toMatchObject({ callId: 'b' });
});

test('a result of the same family, or right below a call, answers it; one beyond a person’s message does not', () => {
  const conversation = conversationOf(
    mappingOf(
      { id: 'call', role: 'assistant', recipient: 'canmore.update_textdoc', text: '{}' },
      { id: 'r1', role: 'tool', name: 'canmore.other' },
      { id: 'dalle', role: 'assistant', recipient: 'dalle.text2im', text: '{}' },
      { id: 'r2', role: 'tool', name: 't2uay3k' },
      { id: 'q' },
      { id: 'r3', role: 'tool', name: 'dalle.text2im' },
    ),
  );
  expect(messageById(conversation, 'r1').parts[0]).toMatchObject({ callId: 'call' });
  expect(messageById(conversation, 'r2').parts[0]).toMatchObject({ callId: 'dalle' });
  expect(messageById(conversation, 'r3').parts[0]).toMatchObject({ callId: 'r3' });
});

test('what the window hides is hidden, and stays in the tree', () => {
  const conversation = conversationOf(
    mappingOf(
      { id: 'sys', role: 'system', text: '' },
      { id: 'rules', role: 'system', text: 'be kind', metadata: { is_user_system_message: true } },
      { id: 'flag', role: 'assistant', metadata: { is_visually_hidden_from_conversation: true } },
      { id: 'weight', role: 'assistant', weight: 0 },
      { id: 'tool', role: 'tool', weight: 0 },
      { id: 'empty', role: 'assistant', text: '' },
      { id: 'q' },
    ),
  );
  expect(conversation.messages.map(({ nativeId, hidden, origin }) => [nativeId, hidden, origin])).toEqual([
    ['sys', true, 'system'],
    ['rules', false, 'injected'],
    ['flag', true, 'assistant'],
    ['weight', true, 'assistant'],
    ['tool', false, 'tool'],
    ['empty', true, 'assistant'],
    ['q', false, 'person'],
  ]);
});

test('a role that is not known is kept by name and counted', () => {
  const parsed = parseValue({ id: 'c', mapping: mappingOf({ id: 'x', role: 'critic' }, { id: 'y', role: 'User' }) });
  expect(parsed.conversations[0]?.messages.map(({ role, author }) => [role, author])).toEqual([
    ['system', 'critic'],
    ['user', 'User'],
  ]);
  expect(parsed.drift.map(({ path }) => path)).toEqual(['message.author.role=critic', 'message.author.role=User']);
});

test('project, custom GPT, model, times and archive flag', () => {
  const mapping = mappingOf(
    { id: 'q' },
    { id: 'a', role: 'assistant', metadata: { model_slug: 'o3' } },
    { id: 'b', role: 'assistant' },
  );
  const project = conversationOf(mapping, {
    id: 'other',
    gizmo_id: 'g-p-0123',
    default_model_slug: 'gpt-4o',
    is_archived: true,
    create_time: '1700000000.5',
    update_time: '2024-01-02T03:04:05Z',
  });
  expect(project).toMatchObject({
    nativeId: 'c1',
    project: 'g-p-0123',
    model: 'gpt-4o',
    archived: true,
    createdAt: 1_700_000_000_500,
    updatedAt: Date.UTC(2024, 0, 2, 3, 4, 5),
  });
  expect(project.messages.map(({ model, author }) => [model, author])).toEqual([
    [null, null],
    ['o3', null],
    [null, null],
  ]);
  const gpt = conversationOf(mapping, { gizmo_id: 'g-abc' });
  expect(gpt.project).toBeNull();
  expect(gpt.messages.map(({ author }) => author)).toEqual([null, 'g-abc', 'g-abc']);
  expect(conversationOf(mapping, { conversation_template_id: 'g-p-9' }).project).toBe('g-p-9');
});

test('times that say nothing are unknown', () => {
  for (const time of [null, 0, -1, '', 'NaN', 1000, 1e18, {}]) {
    expect(conversationOf(mappingOf({ id: 'q', create_time: time }), { create_time: time }).messages[0]?.createdAt).toBeNull();
  }
});

test('without an id one is made of the first message, the same in every export', () => {
  const mapping = mappingOf({ id: 'q', text: 'hello' }, { id: 'a', role: 'assistant' });
  const id = conversationOf(mapping, { conversation_id: undefined }).nativeId;
  expect(id).toMatch(/^derived-[0-9a-f]{28}$/);
  const grown = mappingOf({ id: 'q', text: 'hello' }, { id: 'a', role: 'assistant' }, { id: 'more' });
  expect(conversationOf(grown, { conversation_id: '' }).nativeId).toBe(id);
  expect(conversationOf(mapping, { conversation_id: null, id: 12 }).nativeId).toBe('12');
});

test('an empty conversation is ignored, one without a mapping is quarantined with its text', () => {
  expect(parseValue({ id: 'c', mapping: {} })).toMatchObject({ conversations: [], issues: [], ignored: { conversations: 1 } });
  expect(parseValue({ id: 'c', mapping: mappingOf({ empty: true }) }).reason).toBe('The conversation is empty.');
  const text = '{"id":"c","title":"Lost","mapping":null}';
  expect(parseText(text)).toMatchObject({
    conversations: [],
    issues: [{ code: 'no-messages', unit: 'conversation', raw: text, where: '' }],
    ignored: { conversations: 0 },
  });
});

test('what is no conversation is quarantined: other values, broken JSON, only broken messages', () => {
  for (const text of ['null', '7', '"x"', '{"id":', '']) expect(parseText(text).issues).toHaveLength(1);
  const parsed = parseValue({ id: 'c', mapping: { a: { message: 1 }, b: { message: 'x' } } });
  expect(parsed.issues).toMatchObject([{ unit: 'conversation', code: 'no-readable-message' }]);
  expect(parsed.ignored.messages).toBe(2);
});

test('a BOM, trailing NULs and a whole file are read', () => {
  const text = JSON.stringify({ id: 'c', mapping: mappingOf({ id: 'q' }) });
  expect(parseText(`\ufeff${text}\0\0`).conversations).toHaveLength(1);
  expect(parseText(`[${text},null,${text.replace('"c"', '"d"')}]`)).toMatchObject({
    conversations: [{ nativeId: 'c' }, { nativeId: 'd' }],
    issues: [{ where: '[1]', raw: 'null' }],
  });
  expect(parseText(`{"conversations":[${text}]}`).conversations).toHaveLength(1);
});

test('absurdly nested JSON breaks nothing', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const mapping = `{"a":{"id":"a","parent":null,"message":{"id":"a","author":{"role":"user"},"content":{"content_type":"new","x":${deep}}}}}`;
  expect(parseText(`{"id":"c","mapping":${mapping}}`).conversations[0]?.messages[0]?.parts[0]).toMatchObject({ type: 'unknown' });
  expect(parseText(deep).issues).toHaveLength(1);
});
