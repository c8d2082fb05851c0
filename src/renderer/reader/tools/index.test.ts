import { describe, expect, test } from 'vitest';
import type { Json, ToolCallPart, ToolResultPart } from '../../../shared/model.ts';
import { changesOf } from './edit.tsx';
import { withoutNumbers } from './file.tsx';
import { kindOf, toolKinds } from './index.ts';
import { linksOf, readableCall, spokenName } from './kind.ts';
import { stepsOf } from './plan.tsx';
import { commandOf, exitCode } from './shell.tsx';

const call = (name: string, input: Json = {}, more: Partial<ToolCallPart> = {}): ToolCallPart => ({
  type: 'tool-call',
  callId: '1',
  name,
  input,
  ...more,
});
const result = (text: string, details?: Json): ToolResultPart => ({
  type: 'tool-result',
  callId: '1',
  text,
  outcome: 'unknown',
  ...(details !== undefined && { details }),
});

describe('a tool is known by its name', () => {
  const expected: Readonly<Record<string, string>> = {
    shell:
      'Bash shell exec_command local_shell_call container.exec run_shell_command BashOutput KillShell run_terminal_command_v2 copilot_runInTerminal',
    read: 'Read read_file view view_image read_file_v2 copilot_readFile',
    write: 'Write write_file create_file canmore.create_textdoc artifacts create copilot_createFile',
    edit: 'Edit MultiEdit NotebookEdit apply_patch str_replace canmore.update_textdoc StrReplace edit_file_v2 copilot_applyPatch',
    search: 'Glob Grep LS list_directory codebase_search list ripgrep_raw_search copilot_findFiles',
    web: 'WebSearch WebFetch web_search web_fetch web web.run browser browser.search file_search.msearch myfiles_browser',
    plan: 'TodoWrite update_plan ExitPlanMode',
    subagent: 'Task Agent spawn_agent task_v2',
    picture: 'dalle.text2im image_generation t2uay3k.sj1i4kz image_gen.text2im',
    interpreter: 'python repl analysis_tool code_execution',
    memory: 'bio memory_user_edits Skill',
    mcp: 'mcp__github__list_issues',
    other: 'computer.do Brandnew api_tool.call_tool',
  };
  test.each(Object.entries(expected).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind])))(
    '%s is %s',
    (name, kind) => {
      expect(kindOf(call(name)).id).toBe(kind);
    },
  );

  test('or by what it does', () => {
    expect(kindOf(call('str_replace_based_edit_tool', { command: 'view' })).id).toBe('read');
    expect(kindOf(call('str_replace_based_edit_tool', { command: 'create' })).id).toBe('write');
    expect(kindOf(call('str_replace_based_edit_tool', { command: 'str_replace' })).id).toBe('edit');
    expect(kindOf(call('anything', {}, { thread: 'x' })).id).toBe('subagent');
  });

  test('no name is claimed twice', () => {
    const names = toolKinds.flatMap((kind) => kind.names);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test('every kind has a line for anything', () => {
    for (const kind of toolKinds)
      for (const input of ['text', null, [], {}, { todos: 1 }, 7]) expect(kind.summary(call('x', input))).not.toContain('\n');
  });

  test('a server is named apart from its tool', () => {
    expect(spokenName('mcp__my_server__do_it')).toEqual({ name: 'do_it', server: 'my_server' });
  });
});

describe('what a call says', () => {
  test('a command without the shell around it', () => {
    expect(commandOf(call('shell', { command: ['bash', '-lc', 'ls -la'] }))).toBe('ls -la');
    expect(commandOf(call('shell', { command: ['git', 'commit', '-m', "it's"] }))).toBe(`git commit -m 'it'\\''s'`);
    expect(commandOf(call('Bash', { command: 'ls' }))).toBe('ls');
    expect(exitCode(result('Exit code: 2\nWall time: 1 seconds\nOutput:\nno'))).toBe(2);
    expect(exitCode(result('x', { exit_code: 0 }))).toBe(0);
  });

  test('a listing without its numbers, and nothing else', () => {
    expect(withoutNumbers('    7→a\n    8→  b\n')).toEqual({ source: 'a\n  b', firstLine: 7 });
    expect(withoutNumbers('1\ta\n2\tb\n\n<note>')).toEqual({ source: 'a\nb\n\n<note>', firstLine: 1 });
    expect(withoutNumbers('1\tname\nx\ty\nz\tw')).toEqual({ source: '1\tname\nx\ty\nz\tw', firstLine: undefined });
  });

  test('edits, however they are written', () => {
    const edit = { file_path: '/a.ts', old_string: 'a', new_string: 'b' };
    expect(changesOf(call('Edit', edit), null)).toMatchObject([
      { path: '/a.ts', hunks: [{ lines: [{ kind: 'removed' }, { kind: 'added' }] }] },
    ]);
    const patched = result('', {
      structuredPatch: [{ oldStart: 5, oldLines: 1, newStart: 5, newLines: 1, lines: ['-a', '+b'] }],
    });
    expect(changesOf(call('Edit', edit), patched)?.[0]?.hunks[0]?.lines[0]).toMatchObject({ before: 5 });
    expect(changesOf(call('MultiEdit', { file_path: 'x', edits: [edit, edit] }), null)?.[0]?.hunks).toHaveLength(2);
    expect(changesOf(call('apply_patch', '*** Begin Patch\n*** Add File: n\n+x\n*** End Patch'), null)).toMatchObject([
      { path: 'n', verb: 'add' },
    ]);
    expect(
      changesOf(
        call('apply_patch', { 'a.py': { update: { unified_diff: '@@ -1 +1 @@\n-a\n+b\n' } }, 'b.py': { add: { content: 'x' } } }),
        null,
      ),
    ).toMatchObject([
      { path: 'a.py', verb: 'update', hunks: [{}] },
      { path: 'b.py', verb: 'add' },
    ]);
    expect(
      changesOf(call('canmore.update_textdoc', { updates: [{ pattern: 'a', multiple: false, replacement: 'b' }] }), null)?.[0]
        ?.hunks,
    ).toHaveLength(1);
    expect(changesOf(call('Edit', { strange: 1 }), null)).toBeNull();
  });

  test('steps and links', () => {
    expect(
      stepsOf(
        call('TodoWrite', {
          todos: [
            { content: 'a', status: 'completed' },
            { content: 'b', status: 'in_progress' },
          ],
        }),
      ).map(({ state }) => state),
    ).toEqual(['done', 'doing']);
    expect(stepsOf(call('update_plan', { plan: [{ step: 's', status: 'pending' }] }))).toEqual([{ text: 's', state: 'open' }]);
    expect(linksOf(result('Web search results\n\nLinks: [{"title":"A","url":"https://a.b"}]\n\ntext'))).toEqual([
      { title: 'A', url: 'https://a.b' },
    ]);
    expect(linksOf(result('', { links: [{ title: null, url: 'https://c.d' }] }))).toEqual([{ title: null, url: 'https://c.d' }]);
  });
});

test('an input that is the text of an object is read as the object; any other text stays', () => {
  expect(commandOf(readableCall(call('shell', '{"command":["ls"]}')))).toBe('ls');
  for (const text of ['{ ls; }', '["ls"]', '{"command":'])
    expect(readableCall(call('shell', text))).toMatchObject({ input: text });
});

test('a patch that is cut short still names its file', () => {
  const cut = call('apply_patch', { patch: '*** Update File: src/a.ts' });
  expect(kindOf(cut).summary(cut)).toBe('src/a.ts');
});
