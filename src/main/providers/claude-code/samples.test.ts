import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claudeCode } from './index.ts';

// Third-party transcripts beside the project, each with facts counted by a script that shares nothing with the parser.

const samples = join(import.meta.dirname, '../../../../../shared/samples');
const present = existsSync(join(samples, 'claude-code'));
if (!present) console.warn('skipped: the samples of Claude Code are not beside the project (../shared/samples)');

interface Facts {
  readonly records: number;
  readonly unreadable: number;
  /** API responses; records without an id of their response are one for all. */
  readonly responses: number;
  readonly assistantRecords: number;
  readonly prompts: number;
  readonly errors: number;
  readonly calls: number;
  readonly usage: string;
}

function factsOf(line: string): Facts {
  const number = (pattern: RegExp): number => Number(pattern.exec(line)?.[1] ?? Number.NaN);
  const tools = /tool names: ([^;]*);/.exec(line)?.[1] ?? '';
  return {
    records: number(/: (\d+) records/),
    unreadable: number(/\((\d+) unparsable/),
    responses: number(/= (\d+) distinct message/),
    assistantRecords: number(/assistant records (\d+)/),
    prompts: number(/no tool_result\) (\d+)/),
    errors: number(/tool errors (\d+)/),
    calls: [...tools.matchAll(/=(\d+)/g)].reduce((sum, match) => sum + Number(match[1]), 0),
    usage: /requestId\): ([^;]*);/.exec(line)?.[1] ?? '',
  };
}

/** Where the facts are counted otherwise: why, and what we find. */
const exceptions: Record<string, Partial<Facts>> = {
  // Calls that stand in records of their own are not counted as assistant records.
  'agent-sessions/claude/schema_drift.jsonl': { responses: 2, calls: 1 },
  // Without ids of responses every record is one, with tokens of its own.
  'agentsview/claude/valid_session.jsonl': {
    responses: 2,
    usage: 'cache_creation_input_tokens=200, cache_read_input_tokens=800, input_tokens=250, output_tokens=125',
  },
  'claude-code-transcripts/sample_session.json': { responses: 15 },
  'polylogue/claude-code/claude-normalization-main.jsonl': {
    responses: 4,
    usage: 'cache_creation_input_tokens=305, cache_read_input_tokens=975, input_tokens=145, output_tokens=48',
  },
  // Three lines are JSON and no record.
  'claude-code-log/edge_cases.jsonl': { unreadable: 3 },
};

describe.runIf(present)('samples of Claude Code', () => {
  const root = join(samples, 'claude-code');
  const readme = readFileSync(join(samples, 'README.md'), 'utf8').split('\n');
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && (file.name.endsWith('.jsonl') || file.name === 'sample_session.json'))
    .map((file) => relative(root, join(file.parentPath, file.name)).split(sep).join('/'))
    .filter((name) => !name.endsWith('/journal.jsonl'));

  test('are all there', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  test.each(files)('%s', (name) => {
    const line = readme.find((line) => line.includes(`\`claude-code/${name}\``)) ?? '';
    const facts = { ...factsOf(line), ...exceptions[name] };
    const parsed = claudeCode.parse({
      provider: 'claude-code',
      bytes: new Uint8Array(readFileSync(join(root, name))),
      name,
      side: { shared: null, entry: null },
    });
    const messages = parsed.conversations.flatMap((conversation) => conversation.messages);
    const parts = messages.flatMap((message) => message.parts);
    expect(parsed.issues).toHaveLength(facts.unreadable);

    if (parsed.conversations.length === 0) {
      // Nobody speaks: no prompt but commands, and no response.
      expect(facts.responses).toBe(0);
      expect(parsed.reason).toMatch(/\w/);
      expect(parsed.ignored.messages).toBe(facts.records);
      return;
    }
    expect(messages.filter((message) => message.role === 'assistant')).toHaveLength(facts.responses);
    expect(messages.filter((message) => message.origin === 'person').length).toBeLessThanOrEqual(facts.prompts);
    expect(parts.filter((part) => part.type === 'tool-call')).toHaveLength(facts.calls);
    expect(parts.filter((part) => part.type === 'tool-result' && part.outcome === 'error')).toHaveLength(facts.errors);
    // Every record is a message, a further part of one, or counted as none.
    if (!Number.isNaN(facts.records)) {
      const merged = Math.max(0, facts.assistantRecords - facts.responses);
      expect(messages.length + merged + parsed.ignored.messages).toBe(facts.records);
    }

    const sums = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    for (const { usage } of messages) {
      sums.input += usage?.input ?? 0;
      sums.output += usage?.output ?? 0;
      sums.cacheRead += usage?.cacheRead ?? 0;
      sums.cacheWrite += usage?.cacheWrite ?? 0;
    }
    const { input, output, cacheRead, cacheWrite } = sums;
    if (facts.usage !== '') {
      expect(
        `cache_creation_input_tokens=${cacheWrite}, cache_read_input_tokens=${cacheRead}, input_tokens=${input}, output_tokens=${output}`,
      ).toBe(facts.usage);
    }
    for (const conversation of parsed.conversations) {
      expect(conversation.messages.filter((message) => message.parent === null)).toHaveLength(1);
    }
  });
});
