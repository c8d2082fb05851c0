import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Db } from '../archive/sql.ts';
import type { Told } from '../providers/fixtures/telling.ts';
import { writer } from '../providers/gemini-takeout/fixture.ts';
import { runImport } from './import.ts';
import { Pool } from './parsing/pool.ts';

/** Work is counted, not timed: what a log of many small records costs must not grow faster than they do. */

const parser = join(import.meta.dirname, '..', 'parser.ts');
let root = '';
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'polylogue-families-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

interface Cost {
  readonly transactions: number;
  readonly statements: number;
  /** Ways to a parser thread to resolve families. */
  readonly asked: number;
  /** Records that were parsed for that. */
  readonly parsed: number;
  readonly conversations: number;
}

/** Imports an activity of so many conversations of so many records each. */
async function costOf(conversations: number, records: number): Promise<Cost> {
  const folder = join(root, `in-${made++}`);
  const told = Array.from({ length: conversations }, (_, at): Told => ({
    id: `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`,
    title: '',
    startedAt: Date.UTC(2026, 0, 1) + at * 3_600_000_000,
    messages: Array.from({ length: records }, (__, place) => ({
      id: '',
      from: place % 2 === 0 ? 'person' : 'assistant',
      text: `word ${at} and word ${place}`,
    })),
  }));
  for (const [name, text] of Object.entries(writer.write(told))) {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
  const cost = { transactions: 0, statements: 0, asked: 0, parsed: 0 };
  const exec = vi.spyOn(Db.prototype, 'exec');
  const prepare = vi.spyOn(Db.prototype, 'prepare');
  const families = vi.spyOn(Pool.prototype, 'families');
  try {
    const receipt = await runImport({
      dir: join(root, `archive-${made++}`),
      inputs: [folder],
      provider: null,
      dryRun: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      parser,
      threads: 1,
    });
    cost.statements = prepare.mock.calls.length;
    // Those that are open already are no more than a call.
    cost.transactions = exec.mock.calls.filter(([text]) => text === 'commit').length;
    for (const [tasks] of families.mock.calls) {
      cost.asked++;
      for (const { members } of tasks) cost.parsed += members.length;
    }
    expect(receipt.totals.messages.added).toBe(conversations * records);
    return { ...cost, conversations: receipt.totals.conversations.added };
  } finally {
    vi.restoreAllMocks();
  }
}

describe('small families', () => {
  test('cost a transaction and a way to a thread together, not each', async () => {
    const { transactions, asked, conversations } = await costOf(120, 3);
    expect(conversations).toBe(120);
    expect(asked).toBeLessThan(4);
    expect(transactions).toBeLessThan(40);
  });

  test('a record that is alone in its conversation is not parsed again', async () => {
    const { asked, parsed } = await costOf(60, 1);
    expect([asked, parsed]).toEqual([0, 0]);
  });

  test('a conversation of many records costs each the same', async () => {
    const few = await costOf(1, 60);
    const many = await costOf(1, 240);
    expect(many.parsed).toBe(240);
    expect(many.statements).toBeLessThan(few.statements * 5);
  });
});
