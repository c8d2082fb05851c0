import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAtOnce } from '../import/read-at-once.ts';

// Third-party sessions of the agents beside the project, each with facts counted by a script that shares nothing with the parsers.

const samples = join(import.meta.dirname, '../../../../shared/samples');
const folders = ['cursor', 'opencode', 'copilot-cli', 'vscode-chat', 'pi'].filter((folder) => existsSync(join(samples, folder)));
if (folders.length < 5) console.warn('skipped: the samples of the agents are not beside the project (../shared/samples)');

const count = (facts: string, pattern: RegExp): number =>
  [...facts.matchAll(pattern)].reduce((sum, [, number]) => sum + Number(number), 0);

/** Messages that a file's facts speak of. */
const messagesIn: Readonly<Record<string, (facts: string, name: string) => number>> = {
  cursor: (facts) => count(facts.split('blocks:')[0] ?? '', /\b(?:assistant|user)=(\d+)/g),
  // One file holds a message; the export says how many parts it has, not how many messages.
  opencode: (facts, name) =>
    name.endsWith('opencode.json') ? 2 : name.includes('/message/') ? 1 : count(facts, /\bsession_message\((\d+)\)/g),
  'copilot-cli': (facts) =>
    count(
      facts.split('; tools:')[0] ?? '',
      /\b(?:abort|assistant\.message|session\.error|system\.\w+|tool\.execution_complete|user\.message)=(\d+)/g,
    ),
  // A trace is a span that only says which agent ran, and the tools that it used.
  'vscode-chat': (facts) => count(facts, /: (\d+) requests;/g) * 2 + Math.max(0, count(facts, /: (\d+) lines/g) - 1),
  pi: (facts) => count(facts, /\b(?:compaction|message)=(\d+)/g),
};

describe.runIf(folders.length > 0).each(folders)('samples of %s', (folder) => {
  const root = join(samples, folder);
  const readme = folders.length === 0 ? [] : readFileSync(join(samples, 'README.md'), 'utf8').split('\n');
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => relative(root, join(file.parentPath, file.name)).split(sep).join('/'));

  test('hold as many messages as were counted', async () => {
    const factsOf = (name: string): string => readme.find((line) => line.startsWith(`- \`${folder}/${name}\``)) ?? '';
    expect(names.map(factsOf)).not.toContain('');
    const read = await readAtOnce(
      Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(root, name)))])),
    );
    const parsed = read.records.map((record) => record.parsed);
    const messages = parsed.flatMap(({ conversations }) => conversations.flatMap((conversation) => conversation.messages));
    expect(messages).toHaveLength(names.reduce((sum, name) => sum + (messagesIn[folder]?.(factsOf(name), name) ?? 0), 0));
    expect(parsed.flatMap(({ issues }) => issues)).toHaveLength(count(names.map(factsOf).join('\n'), /\((\d+) bad\)/g));
    expect(parsed.flatMap(({ drift }) => drift)).toEqual([]);
    expect(read.records.filter(({ provider }) => provider.id !== folder)).toEqual([]);
  });
});
