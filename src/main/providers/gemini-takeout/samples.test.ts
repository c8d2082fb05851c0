import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../shared/parsed.ts';
import { geminiAiStudio } from '../gemini-ai-studio/index.ts';
import { geminiCli } from '../gemini-cli/index.ts';
import type { Provider } from '../provider.ts';
import { geminiTakeout } from './index.ts';

// Third-party files of Google's three formats beside the project. The README beside them counts chunks, final messages and records by a
// script that shares nothing with the parsers.

const samples = join(import.meta.dirname, '../../../../../shared/samples');
const present = existsSync(join(samples, 'gemini-takeout'));
if (!present)
  console.warn('skipped: the samples of AI Studio, Takeout and Gemini CLI are not beside the project (../shared/samples)');

const readme = present ? readFileSync(join(samples, 'README.md'), 'utf8').split('\n') : [];
const names = (folder: string): string[] =>
  readme.flatMap((line) => new RegExp(`^- \`(${folder}/[^\`]+)\``).exec(line)?.[1] ?? []);

function parsed(provider: Provider, name: string): { readonly parsed: Parsed; readonly facts: string } {
  const bytes = new Uint8Array(readFileSync(join(samples, name)));
  const facts = readme.find((line) => line.startsWith(`- \`${name}\``)) ?? '';
  return { parsed: provider.parse({ provider: provider.id, bytes, name, side: { shared: null, entry: null } }), facts };
}

const messagesIn = ({ conversations }: Parsed): number => conversations.reduce((sum, { messages }) => sum + messages.length, 0);

describe.runIf(present)('samples', () => {
  test.each(names('gemini-ai-studio'))('%s: every chunk', (name) => {
    const { parsed: read, facts } = parsed(geminiAiStudio, name);
    expect(messagesIn(read) + read.ignored.messages).toBe(Number(/; (\d+) chunks/.exec(facts)?.[1]));
    expect([read.conversations.length, read.issues.length, read.drift.length]).toEqual([1, 0, 0]);
  });

  test.each(names('gemini-cli'))('%s: every message and every token', (name) => {
    const { parsed: read, facts } = parsed(geminiCli, name);
    const stated = [...(/final messages by type: ([^;]+)/.exec(facts)?.[1] ?? '').matchAll(/=(\d+)/g)];
    expect(messagesIn(read)).toBe(stated.reduce((sum, [, count]) => sum + Number(count), 0));
    const usages = read.conversations.flatMap(({ messages }) => messages.flatMap(({ usage }) => usage ?? []));
    const tokens = usages.reduce((sum, { input, output, cacheRead }) => sum + input + output + cacheRead, 0);
    // One file’s writer counts what came from the cache twice.
    const twice = name.endsWith('standard_session.json') ? 150 : 0;
    expect(tokens + twice).toBe(Number(/tokens\.total sum (\d+)/.exec(facts)?.[1]));
    expect([read.issues.length, read.drift.length]).toEqual([0, 0]);
  });

  test.each(names('gemini-takeout'))('%s: every record', (name) => {
    const { parsed: read, facts } = parsed(geminiTakeout, name);
    const records = Number(/(\d+) (?:records|outer-cell records)/.exec(facts)?.[1]);
    expect(read.conversations.length + read.ignored.conversations + read.issues.length).toBe(records);
  });
});
