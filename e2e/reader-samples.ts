/** Conversations with what a reader must find: folded, cut, long, on other branches. */

const session = '11111111-2222-4333-8444-555555555555';

function* winchRecords(): Generator<object> {
  let parentUuid: string | null = null;
  let number = 0;
  const record = (type: string, message: object): object => {
    number++;
    const uuid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const made = {
      parentUuid,
      isSidechain: false,
      userType: 'external',
      cwd: '/home/dev/boat',
      sessionId: session,
      version: '2.1.4',
      gitBranch: 'main',
      type,
      uuid,
      timestamp: new Date(Date.UTC(2026, 4, 4, 9) + number * 41_000).toISOString(),
      message,
    };
    parentUuid = uuid;
    return made;
  };
  const asked = (words: string) => record('user', { role: 'user', content: words });
  const answered = (content: object) =>
    record('assistant', {
      id: `msg_${number}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4-5',
      content: [content],
    });
  const came = (call: string, content: string, failed = false) =>
    record('user', { role: 'user', content: [{ type: 'tool_result', tool_use_id: call, content, is_error: failed }] });

  yield asked('Why does the winch test fail on the build machine?');
  yield answered({ type: 'thinking', thinking: 'The winch may be stuck; the albatross log would say.', signature: 'x' });
  yield answered({ type: 'tool_use', id: 'call_1', name: 'Bash', input: { command: 'npm test -- winch' } });
  yield came(
    'call_1',
    Array.from({ length: 2000 }, (_, line) =>
      line === 1234 ? `line ${line}: the albatross has landed at slot 7` : `line ${line}: ordinary output of the run`,
    ).join('\n'),
  );
  const code = Array.from({ length: 120 }, (_, line) =>
    line === 90 ? 'const petrel = 7; // => here' : `const value${line} = ${line};`,
  );
  yield answered({ type: 'text', text: `A slot is taken.\n\n\`\`\`ts\n${code.join('\n')}\n\`\`\`\n\nShall I mend it?` });
  yield asked(`Yes, and look at this:\n\n${Array.from({ length: 80 }, (_, line) => `${line} cormorant ${line * 7}`).join('\n')}`);
  yield answered({ type: 'tool_use', id: 'call_2', name: 'Bash', input: { command: 'mend the winch' } });
  yield came('call_2', 'winch: not found', true);
  yield answered({ type: 'text', text: 'Done: the albatross slot is free now.' });
  for (let question = 0; question < 40; question++) {
    yield asked(`Question ${question}: what does step ${question} of the winch do?`);
    yield answered({ type: 'text', text: `Step ${question} turns the drum. `.repeat(12) });
  }
}

/** A Claude Code session. */
export const winch = Array.from(winchRecords(), (record) => `${JSON.stringify(record)}\n`).join('');

const message = (
  id: string,
  parent: string,
  children: readonly string[],
  role: 'user' | 'assistant',
  words: string,
  at: number,
) => ({
  id,
  parent,
  children,
  message: {
    id,
    author: { role, name: null, metadata: {} },
    create_time: 1_764_000_000 + at,
    update_time: null,
    content: { content_type: 'text', parts: [words] },
    status: 'finished_successfully',
    end_turn: true,
    weight: 1,
    metadata: role === 'assistant' ? { model_slug: 'gpt-4o' } : {},
    recipient: 'all',
  },
});

/** A ChatGPT conversation with an answer that was given twice, and a question that was asked twice. */
export const branching = {
  id: 'c0ffee00-0000-4000-8000-00000000000b',
  conversation_id: 'c0ffee00-0000-4000-8000-00000000000b',
  title: 'A lantern for the harbour',
  create_time: 1_764_000_000,
  update_time: 1_764_000_400,
  current_node: 'f',
  mapping: {
    root: { id: 'root', message: null, parent: null, children: ['a'] },
    a: message('a', 'root', ['b', 'c'], 'user', 'How bright is a harbour lantern?', 0),
    b: message('b', 'a', [], 'assistant', 'The kittiwake answer: about 40 candelas.', 60),
    c: message('c', 'a', ['d', 'e'], 'assistant', 'About 900 candelas.', 90),
    d: message('d', 'c', [], 'user', 'And in fog?', 120),
    e: message('e', 'c', ['f'], 'user', 'And in thick fog?', 180),
    f: message('f', 'e', [], 'assistant', 'Then a horn helps more than any lantern.', 240),
  },
};
