import { join } from 'node:path';
import { readConversations } from '../../src/main/archive/conversations.ts';
import { streamMessages } from '../../src/main/archive/messages.ts';
import { openArchive } from '../../src/main/archive/open.ts';
import { sql } from '../../src/main/archive/sql.ts';
import { runImport } from '../../src/main/import/import.ts';
import type { Conversation, Message } from '../../src/shared/model.ts';
import type { Receipt } from '../../src/shared/receipt.ts';
import type { Facts } from './facts.ts';

/** A conversation as the archive gives it back. */
interface Held {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
}

export interface Archived {
  readonly held: readonly Held[];
  /** Attachments whose bytes are kept. */
  readonly attachments: number;
  readonly receipts: readonly Receipt[];
}

/** Imports into a new archive in `dir`, one run for each list of inputs, and reads everything back. */
export async function archived(dir: string, ...runs: (readonly string[])[]): Promise<Archived> {
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
  const attachments = db.all<{ id: number }>(sql`select 1 as id from attachment where hash is not null`).length;
  close();
  return { held, attachments, receipts };
}

/** What the archive made of an input, in the counters' units. */
export function factsOf({ held, attachments, receipts }: Archived): Facts {
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
    attachments,
    badLines: receipts[0]?.totals.messages.quarantined ?? 0,
  };
}

/** Everything that can be read in the archive's messages, as one string without spaces (see `told`). */
export function wordsOf({ held }: Archived): string {
  const strings: string[] = [];
  for (const { messages } of held)
    for (const { parts } of messages) {
      const open: unknown[] = [parts];
      for (let value = open.pop(); value !== undefined; value = open.pop()) {
        if (typeof value === 'string') strings.push(told(value));
        else if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
      }
    }
  return strings.join('\n');
}

/** A text without spaces, so that only its words are compared. */
export const told = (text: string): string => text.replaceAll(/\s+/g, '');
