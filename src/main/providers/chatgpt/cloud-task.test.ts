import { expect, test } from 'vitest';
import { parseValue } from './fixture.ts';

const task = {
  id: 'task_e_1',
  title: 'Add a dark mode',
  turns: [
    {
      id: 'task_e_1~usertrn_e_1',
      role: 'user',
      input_items: [{ type: 'message', content: [{ content_type: 'text', text: 'Make it dark.' }] }],
    },
    {
      id: 'task_e_1~assttrn_e_1',
      role: 'assistant',
      turn_status: 'completed',
      branch: 'dark',
      pull_request_status: 'None',
      output_items: [
        {
          type: 'message',
          content: [
            { content_type: 'text', text: 'Done in ' },
            { content_type: 'repo_file_citation', path: 'src/a.css', line_range_start: 3, line_range_end: 9 },
          ],
        },
        { type: 'pr', pr_title: 'Dark mode', pr_message: 'As asked.', output_diff: { diff: '+ dark' } },
        { type: 'hologram', data: 1 },
      ],
    },
  ],
};

test('a cloud task is a conversation without times', () => {
  const parsed = parseValue(task);
  expect(parsed.conversations).toMatchObject([
    {
      nativeId: 'task_e_1',
      title: 'Add a dark mode',
      createdAt: null,
      gitBranch: 'dark',
      messages: [
        { nativeId: 'task_e_1~usertrn_e_1', parent: null, role: 'user', origin: 'person', parts: [{ text: 'Make it dark.' }] },
        {
          nativeId: 'task_e_1~assttrn_e_1',
          parent: 'task_e_1~usertrn_e_1',
          role: 'assistant',
          author: 'codex',
          parts: [
            { type: 'text', text: 'Done in ' },
            { type: 'citation', url: null, title: 'src/a.css:3-9' },
            { type: 'text', text: 'Dark mode\n\nAs asked.' },
            { type: 'code', text: '+ dark', language: 'diff' },
            { type: 'unknown', kind: 'hologram' },
          ],
        },
      ],
    },
  ]);
  expect(parsed.drift).toMatchObject([{ kind: 'type', path: 'turns.items.type=hologram' }]);
});

test('turns without an id, with one that is taken, or of nobody', () => {
  const parsed = parseValue({
    id: 'task_e_2',
    title: null,
    turns: [
      { role: 'user', input_items: ['hi'] },
      { id: 'a', role: 'assistant' },
      { id: 'a', role: 'assistant' },
      7,
      { role: 'cat' },
    ],
  });
  expect(parsed.issues.map(({ where, unit }) => [where, unit])).toEqual([
    ['turns[3]', 'message'],
    ['turns[4]', 'message'],
  ]);
  expect(new Set(parsed.conversations[0]?.messages.map(({ nativeId }) => nativeId)).size).toBe(3);
  expect(parseValue({ id: 'task_e_3', turns: [] })).toMatchObject({ conversations: [], ignored: { conversations: 1 } });
  expect(parseValue({ id: 'task_e_4', turns: [1] })).toMatchObject({
    conversations: [],
    issues: [{ code: 'no-readable-message' }],
  });
});
