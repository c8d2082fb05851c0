import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/main/archive/open.ts';
import { sql } from '../../src/main/archive/sql.ts';
import { readConversations } from '../../src/main/archive/conversations.ts';
import { streamMessages } from '../../src/main/archive/messages.ts';
import { runImport } from '../../src/main/import/import.ts';
import type { Conversation, Message } from '../../src/shared/model.ts';
import { addsUp, type Receipt } from '../../src/shared/receipt.ts';
import { countChatgpt, countClaude, countClaudeCode, countCodex, type Facts } from './count.ts';
import { exceptions } from './exceptions.ts';
import { stated } from './stated.ts';
import { sharedFolder } from '../../src/main/archive/temporary-folder.ts';

// Every sample file, held against a counter that shares no code with the product, and against what the samples' README says of it.

const home = join(import.meta.dirname, '..', '..', '..', 'shared', 'samples');
const folders = ['chatgpt', 'claude-ai', 'claude-code', 'codex'] as const;
const present = existsSync(home);
if (!present) console.log('skipped by name: sample imports (the folder ../shared/samples is not beside the project)');

const scratch = sharedFolder();

interface Held {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
}

let archives = 0;
async function imported(
  ...runs: (readonly string[])[]
): Promise<{ held: readonly Held[]; receipts: readonly Receipt[]; dir: string }> {
  const dir = join(scratch, `archive-${archives++}`);
  const receipts: Receipt[] = [];
  for (const inputs of runs) {
    receipts.push(
      await runImport({
        dir,
        inputs,
        provider: null,
        dryRun: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        parser: join(import.meta.dirname, '..', '..', 'src', 'main', 'parser.ts'),
        threads: 1,
      }),
    );
  }
  const { db, close } = openArchive(dir, 'read');
  const keys = db.all<{ id: number }>(sql`select id from conversation order by provider, native_id`).map(({ id }) => id);
  const conversations = readConversations(db, keys);
  const held = keys.map((key, place) => {
    const conversation = conversations[place];
    if (conversation === undefined) throw new Error(`conversation ${key} cannot be read`);
    return { conversation, messages: [...streamMessages(db, key)] };
  });
  close();
  return { held, receipts, dir };
}

/** What the archive made of a file, in the counter's units. */
function factsOf(held: readonly Held[]): Facts {
  const parts = held.flatMap(({ messages }) => messages.flatMap((message) => message.parts));
  const all = held.flatMap(({ messages }) => messages);
  const parents = new Map<string, number>();
  for (const { conversation, messages } of held) {
    for (const { parent } of messages)
      if (parent !== -1) parents.set(`${conversation.id} ${parent}`, (parents.get(`${conversation.id} ${parent}`) ?? 0) + 1);
  }
  return {
    conversations: held.length,
    messages: all.length,
    user: all.filter((message) => message.role === 'user').length,
    assistant: all.filter((message) => message.role === 'assistant').length,
    said: all.filter((message) => message.role === 'assistant' && message.parts.some((part) => part.type === 'text')).length,
    branchPoints: [...parents.values()].filter((n) => n > 1).length,
    toolCalls: parts.filter((part) => part.type === 'tool-call').length,
    toolResults: parts.filter((part) => part.type === 'tool-result').length,
    toolErrors: parts.filter((part) => part.type === 'tool-result' && part.outcome === 'error').length,
    thinking: parts.filter((part) => part.type === 'thinking').length,
    badLines: 0,
  };
}

const counters = {
  chatgpt: { count: countChatgpt, compared: ['conversations', 'messages', 'user', 'assistant', 'branchPoints'] },
  'claude-ai': {
    count: countClaude,
    compared: ['conversations', 'messages', 'user', 'assistant', 'toolCalls', 'toolResults', 'thinking'],
  },
  'claude-code': {
    count: countClaudeCode,
    compared: ['toolCalls', 'toolResults', 'toolErrors', 'thinking', 'assistant', 'badLines'],
  },
  codex: { count: countCodex, compared: ['toolCalls', 'toolResults', 'user', 'said', 'badLines'] },
} as const;

const files = (folder: string): string[] =>
  present
    ? readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .toSorted()
    : [];

describe.runIf(present).each(folders)('%s', (folder) => {
  const { count, compared } = counters[folder];
  const readme = present ? readFileSync(join(home, 'README.md'), 'utf8') : '';

  test.each(files(folder).map((file) => [relative(home, file).split(sep).join('/'), file] as const))('%s', async (name, file) => {
    const exception = exceptions[name];
    const text = readFileSync(file, 'utf8');
    const { held, receipts } = await imported([file]);
    const [receipt] = receipts;
    expect(receipt?.inputs.every(addsUp), 'the receipt adds up').toBe(true);
    if (exception?.kind === 'nothing') {
      expect({ conversations: held.length, why: exception.why }).toEqual({ conversations: 0, why: exception.why });
      const said =
        receipt?.inputs.map((input) => input.reason ?? input.issues[0]?.message ?? input.ignoredEntries[0]?.reason ?? null) ?? [];
      expect(
        said.every((reason) => reason !== null && reason !== ''),
        'an input that yields nothing says why',
      ).toBe(true);
      return;
    }
    const counted = count(text);
    for (const [fact, number] of Object.entries(stated(folder, readme, name))) {
      expect
        .soft({ fact: `README: ${fact}`, number: counted[fact as keyof Facts] })
        .toEqual({ fact: `README: ${fact}`, number: exception?.readme?.[fact as keyof Facts] ?? number });
    }
    const found = { ...factsOf(held), badLines: receipt?.totals.messages.quarantined ?? 0 };
    for (const fact of compared) {
      expect.soft({ fact, number: found[fact] }).toEqual({ fact, number: exception?.facts?.[fact] ?? counted[fact] });
    }
  });
});

// That any order of arrival gives the same archive is proved over the same files in `src/main/import/samples-order.test.ts`.
test.runIf(present)('the folders, twice: the second time nothing is parsed or added', async () => {
  const inputs = folders.map((folder) => join(home, folder));
  const { receipts } = await imported(inputs, inputs);
  const [first, second] = receipts;
  expect(second?.totals.conversations).toMatchObject({ added: 0, updated: 0, read: first?.totals.conversations.read ?? -1 });
  expect(second?.inputs.every((input) => input.skipped === 'unchanged')).toBe(true);
});
