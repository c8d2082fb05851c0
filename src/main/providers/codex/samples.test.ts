import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codex } from './index.ts';

// Third-party rollouts beside the project, each with facts counted by a script that shares nothing with the parser.

const samples = join(import.meta.dirname, '../../../../../shared/samples');
const present = existsSync(join(samples, 'codex'));
if (!present) console.warn('skipped: the samples of Codex are not beside the project (../shared/samples)');

/** Messages that come from elsewhere than response items: why, and how many. */
const beside: Record<string, number> = {
  // One line of every event: calls, results, reviews, errors, compactions, texts that no item repeats; three results came late.
  'agent-sessions/codex/small.jsonl': 25,
  // Two messages, a call and a result without an envelope.
  'agent-sessions/session_simple.jsonl': 2,
  'agent-sessions/session_toolcall.jsonl': 4,
  // The event says what no item does.
  'claude-code-log/sample-session.jsonl': 1,
  // The compaction, and the last words of a turn without others.
  'ctx/codex-rich-sessions/2026/06/24/rich.jsonl': 2,
};

const transcript = new Set(
  'message None reasoning function_call function_call_output custom_tool_call custom_tool_call_output web_search_call tool_search_call tool_search_output image_generation_call agent_message'.split(
    ' ',
  ),
);

describe.runIf(present)('samples of Codex', () => {
  const root = join(samples, 'codex');
  const readme = readFileSync(join(samples, 'README.md'), 'utf8').split('\n');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name !== 'codex-history.jsonl')
    .map((file) => relative(root, join(file.parentPath, file.name)).split(sep).join('/'));

  test('are all there', () => {
    expect(files.length).toBeGreaterThan(15);
  });

  test.each(files)('%s', (name) => {
    const facts = readme.find((line) => line.includes(`\`codex/${name}\``)) ?? '';
    const lines = Number(/: (\d+) lines/.exec(facts)?.[1]);
    const unreadable = Number(/\((\d+) unparsable/.exec(facts)?.[1]);
    const items = [...facts.matchAll(/\br:(\w+)=(\d+)/g)].reduce(
      (sum, [, type, count]) => sum + (transcript.has(type ?? '') ? Number(count) : 0),
      0,
    );
    const bytes = new Uint8Array(readFileSync(join(root, name)));
    const parsed = codex.parse({ provider: 'codex', bytes, name, side: { shared: null, entry: null } });
    const messages = parsed.conversations.flatMap((conversation) => conversation.messages);
    expect(parsed.issues).toHaveLength(unreadable);
    expect(messages).toHaveLength(items + (beside[name] ?? 0));
    if (messages.length === 0) expect(parsed.reason).toMatch(/\w/);
    // Every line is a message, counted as none, or could not be read; a line of `small` can be a call and its result.
    const twice = name.endsWith('small.jsonl') ? 2 : 0;
    expect(messages.length + parsed.ignored.messages - twice).toBe(lines);
  });
});
