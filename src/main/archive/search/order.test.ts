import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { requests, sortOrders, type RequestInput } from '../../../shared/requests.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { createSearch, type Search } from './search.ts';
import { sharedFolder } from '../temporary-folder.ts';

interface Of {
  readonly title?: string;
  readonly at?: number | null;
  readonly messages?: number;
  readonly words?: number;
  readonly tools?: number;
  readonly models?: readonly string[];
  readonly project?: string;
}

/** A conversation of which only what is asked for differs. */
function of(id: string, { title = 'Title', at = 1000, messages = 2, words = 1, tools = 0, models = [], project }: Of) {
  const more: Partial<ParsedConversation> = {
    title,
    createdAt: at,
    updatedAt: at,
    project: project ?? null,
    messages: Array.from({ length: Math.max(messages, models.length) }, (_, n) =>
      sampleMessage(`${id}${n}`, n === 0 ? null : `${id}${n - 1}`, {
        model: models[n] ?? null,
        role: n < models.length ? 'assistant' : 'user',
        parts: [
          { type: 'text', text: n === 0 ? 'word '.repeat(words) : '' },
          ...Array.from({ length: n === 0 ? tools : 0 }, (_tool, call) => ({
            type: 'tool-call' as const,
            callId: `${call}`,
            name: 'Bash',
            input: {},
          })),
        ],
      }),
    ),
  };
  return sampleConversation(id, more);
}

const dir = sharedFolder();
let archive: Archive;
let search: Search;
const ask = (input: RequestInput<'search'>) => search.search(requests.search.parse(input));
const sorted = (sort: (typeof sortOrders)[number], reverse = false): string =>
  ask({ sort, reverse })
    .rows.map(({ nativeId }) => nativeId)
    .join('');

beforeAll(() => {
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [
    sampleRecord([
      of('a', { title: 'zebra', at: 1000, messages: 5, words: 9, models: ['Opus', 'gpt', 'gpt'], project: '/home/me/zoo' }),
      of('b', { title: 'Éclair', at: 2000, messages: 5, words: 2, tools: 3, models: ['opus'], project: '/srv/Alpha' }),
      of('c', { title: 'apple', at: null, messages: 9, words: 5, tools: 1, project: 'Alpha' }),
      of('d', { title: 'Zebra', at: 4000, messages: 3, words: 2, tools: 3 }),
    ]),
  ]);
  writer.close();
  archive = openArchive(dir, 'read');
  search = createSearch(archive);
});
afterAll(() => {
  archive.close();
});

describe('orders', () => {
  test.each<readonly [(typeof sortOrders)[number], string, string]>([
    ['newest', 'dbac', 'abdc'],
    ['oldest', 'abdc', 'dbac'],
    ['created', 'dbac', 'abdc'],
    ['longest', 'cbad', 'dbac'],
    ['words', 'acdb', 'dbca'],
    ['tools', 'dbca', 'acdb'],
    ['title', 'cbda', 'dabc'],
    ['provider', 'dbac', 'dbac'],
    ['model', 'abdc', 'badc'],
    ['project', 'bcad', 'abcd'],
  ])('%s and in reverse, what is unknown last and the newer of two equal ones first', (sort, straight, reverse) => {
    expect(sorted(sort)).toBe(straight);
    expect(sorted(sort, true)).toBe(reverse);
  });

  test.each(sortOrders.flatMap((sort) => [false, true].map((reverse) => [sort, reverse] as const)))(
    '%s (reverse: %s) page by page is the whole, each once',
    (sort, reverse) => {
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = ask({ query: 'messages:>0', sort, reverse, limit: 1, ...(cursor === undefined ? {} : { cursor }) });
        paged.push(...page.rows.map(({ nativeId }) => nativeId));
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      expect(paged.join('')).toBe(sorted(sort, reverse));
      expect(paged).toHaveLength(4);
    },
  );

  test('an export selects in the same order', () => {
    const keys = search.selectKeys({ query: '', except: ['chatgpt:b'] }, 'title', true);
    const ids = search.selectKeys({ ids: ['chatgpt:d', 'chatgpt:a', 'chatgpt:c'] });
    expect(keys).toEqual(ids);
  });
});
