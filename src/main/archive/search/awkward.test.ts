import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { requests } from '../../../shared/requests.ts';
import { indexBehind } from '../../import/index-behind.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { sharedFolder } from '../temporary-folder.ts';
import {
  awkwardConversations,
  awkwardQueries,
  awkwardTool,
  halfMark,
  shortened,
  type AwkwardConversation,
  type Saying,
} from './awkward.ts';
import { createSearch, type Search } from './search.ts';

const dir = sharedFolder();
let archive: Archive;
let search: Search;

beforeAll(async () => {
  const writer = openImportWriter(dir);
  importRecords(writer, 'awkward', [sampleRecord(awkwardConversations.map(parsedOf))]);
  writer.close();
  await indexBehind(dir);
  archive = openArchive(dir, 'read');
  search = createSearch(archive);
});
afterAll(() => {
  archive.close();
});

test.each(awkwardQueries.map((awkward) => [shortened(awkward), awkward] as const))(
  '%s',
  (_, { query, finds, typing = false, opens }) => {
    for (const sort of ['newest', 'relevance'] as const) {
      const { rows, total } = search.search(requests.search.parse({ query, typing, sort }));
      expect(rows.map(({ title }) => title).toSorted()).toEqual(finds.toSorted());
      expect(total).toBe(finds.length);
    }
    expect(search.total({ query, typing }).conversations).toBe(finds.length);
    const { facets } = search.facets(requests.facets.parse({ query, typing, names: ['provider'] }));
    expect(facets[0]?.values.map(({ count }) => count) ?? []).toEqual(finds.length === 0 ? [] : [finds.length]);
    if (opens === undefined) return;
    const [row] = search.search(requests.search.parse({ query, typing })).rows;
    const [passage] = row?.passages ?? [];
    expect(passage).toMatchObject({ in: opens.in, onActivePath: opens.branch !== true });
    const [[from, to] = [0, 0]] = passage?.marks ?? [];
    expect(passage?.text.slice(from, to)).toBe(opens.mark);
  },
);

function parsedOf({ title, said }: AwkwardConversation): ParsedConversation {
  return sampleConversation(title, {
    title,
    activeLeaf: `${title} ${said.length - 1}`,
    messages: said.map((saying, at) => {
      const parent = saying.after ?? at - 1;
      return sampleMessage(`${title} ${at}`, parent < 0 ? null : `${title} ${parent}`, {
        role: saying.by,
        origin: saying.by === 'user' ? 'person' : saying.by,
        parts: partsOf(saying),
      });
    }),
    attachments: said
      .filter(({ kind }) => kind === 'file')
      .map(({ text }) => ({ nativeId: text, name: text, mime: 'application/pdf', size: 1 })),
  });
}

function partsOf({ kind, text }: Saying): readonly Part[] {
  switch (kind) {
    case 'text':
    case 'thinking':
      return [{ type: kind, text }];
    case 'code':
      return [{ type: 'code', text, language: null }];
    case 'call':
      return [{ type: 'tool-call', callId: 'call', name: awkwardTool, input: { command: text } }];
    case 'output':
      return [{ type: 'tool-result', callId: 'call', text, outcome: 'unknown' }];
    case 'file':
      return [{ type: 'file', attachment: text, name: text, mime: 'application/pdf' }];
    case 'halves': {
      const [first = '', second = ''] = text.split(halfMark);
      return [
        { type: 'text', text: first },
        { type: 'image', attachment: 'picture', name: null, mime: 'image/png' },
        { type: 'text', text: second },
      ];
    }
  }
}
