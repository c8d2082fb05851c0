import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { fields } from '../../../shared/query/fields.ts';
import { parse } from '../../../shared/query/parse.ts';
import { requests, type RequestInput } from '../../../shared/requests.ts';
import { indexBehind } from '../../import/index-behind.ts';
import { openImportWriter } from '../import-writer.ts';
import { archive as putAway, note, purge, rename, star, trash } from '../words/kept.ts';
import { openArchive, openUser, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { createSearch, type Search } from './search.ts';
import { changeTag, tag } from '../words/tags.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { sharedFolder } from '../temporary-folder.ts';

const day = (month: number, date: number) => new Date(2025, month - 1, date, 12).getTime();
const text = (words: string): Part => ({ type: 'text', text: words });

function conversation(
  id: string,
  title: string,
  parts: readonly (readonly Part[])[],
  more: Partial<ParsedConversation> = {},
): ParsedConversation {
  return sampleConversation(id, {
    title,
    createdAt: more.updatedAt ?? null,
    messages: parts.map((of, at) =>
      sampleMessage(`${id}${at}`, at === 0 ? null : `${id}${at - 1}`, {
        parts: of,
        ...(at % 2 === 1 ? { role: 'assistant', origin: 'assistant', model: id === 'cpp' ? 'gpt-4o' : 'gpt-4' } : {}),
      }),
    ),
    ...more,
  });
}

const conversations: readonly ParsedConversation[] = [
  conversation(
    'cpp',
    'Templates',
    [[text('How do I use std::vector in C++?')], [text('Include <vector>. It lives in /usr/local/include since v1.2.3.')]],
    {
      updatedAt: day(1, 10),
    },
  ),
  conversation('c', 'Plain C', [[text('Arrays in C and a vector of std types')], [text('malloc, in usr or local')]], {
    updatedAt: day(2, 10),
  }),
  conversation(
    'names',
    'Naming',
    [[text('user_name or userName or foo-bar?')], [{ type: 'code', text: 'const getUserName = 1;', language: 'js' }]],
    {
      updatedAt: day(3, 10),
    },
  ),
  conversation('polish', 'Łatwo', [[text('To jest łatwo, zażółć gęślą jaźń')], [text('Café au lait')]], {
    updatedAt: day(4, 10),
  }),
  conversation('japanese', '日本', [[text('これは日本語の文です。検索できますか')], [text('はい 😀')]], {
    updatedAt: day(5, 10),
  }),
  conversation(
    'error',
    'Trouble',
    [[text('A python error, quick')], [text('The quick fix'), { type: 'thinking', text: 'ponder deeply' }]],
    {
      updatedAt: day(6, 10),
      project: 'demo',
    },
  ),
  conversation('python', 'Learning', [[text('I like python')], [text('and errors are part of it: error python')]], {
    updatedAt: day(7, 10),
  }),
  conversation(
    'tools',
    'Work',
    [
      [text('list the files')],
      [
        { type: 'tool-call', callId: '1', name: 'Bash', input: { command: 'ls zebrafish' } },
        { type: 'tool-result', callId: '1', text: 'okapi.txt', outcome: 'error' },
      ],
      [{ type: 'file', attachment: 'x', name: 'quokka-report.pdf', mime: 'application/pdf' }],
    ],
    { updatedAt: day(8, 10), attachments: [{ nativeId: 'x', name: 'quokka-report.pdf', mime: 'application/pdf', size: 1 }] },
  ),
];

const dir = sharedFolder();
let archive: Archive;
let search: Search;
const now = new Date(2025, 11, 1).getTime();

beforeAll(async () => {
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord(conversations)]);
  writer.close();
  await indexBehind(dir);
  archive = openArchive(dir, 'read');
  search = createSearch(
    archive,
    () => false,
    () => now,
  );
});
afterAll(() => {
  archive.close();
});

const ask = (input: RequestInput<'search'>) => search.search(requests.search.parse(input));
const found = (query: string, typing = false): readonly string[] =>
  ask({ query, typing, sort: 'newest' })
    .rows.map(({ nativeId }) => nativeId)
    .sort();
const total = (query: string) => search.total(requests.total.parse({ query }));

describe('every conversation that has all the words is found, and no other', () => {
  test.each<readonly [query: string, ids: readonly string[]]>([
    ['C++', ['cpp']],
    ['c', ['c']],
    ['std::vector', ['cpp']],
    ['/usr/local', ['cpp']],
    ['v1.2.3', ['cpp']],
    ['user_name', ['names']],
    ['username', ['names']],
    ['getUserName', ['names']],
    ['foo-bar', ['names']],
    ['latwo', ['polish']],
    ['ŁATWO', ['polish']],
    ['gesla jazn', ['polish']],
    ['cafe', ['polish']],
    ['café', ['polish']],
    ['日本語', ['japanese']],
    ['日本', ['japanese']],
    ['検索', ['japanese']],
    ['語', ['japanese']],
    ['本日', []],
    ['😀', ['japanese']],
    ['"python error" quick', ['error']],
    ['python -error', []],
    ['python -quick', ['python']],
    ['error python', ['error', 'python']],
    ['"error python"', ['python']],
    ['quick OR latwo', ['error', 'polish']],
    ['(quick OR latwo) fix', ['error']],
    ['-python -c -vector -日', ['names', 'polish', 'tools']],
    ['pyth*', ['error', 'python']],
    ['py*', ['error', 'python']],
    ['zebrafish', ['tools']],
    ['okapi', ['tools']],
    ['quokka', ['tools']],
    ['ponder', ['error']],
    ['templates', ['cpp']],
    ['templates malloc', []],
    ['title:templates', ['cpp']],
    ['title:python', []],
    ['title:"plain c"', ['c']],
    ['provider:chatgpt quick', ['error']],
    ['provider:claude', []],
    ['model:gpt-4o', ['cpp']],
    ['model:gpt-4o*', ['cpp']],
    ['has:tools', ['tools']],
    ['has:errors', ['tools']],
    ['has:thinking', ['error']],
    ['has:code', ['names']],
    ['has:attachments', ['tools']],
    ['tool:bash', ['tools']],
    ['project:demo', ['error']],
    ['role:user python', ['error', 'python']],
    ['role:assistant error', ['python']],
    ['role:assistant vector', ['cpp']],
    ['since:2025-07', ['python', 'tools']],
    ['until:2025-01', ['cpp']],
    ['on:2025-03-10', ['names']],
    ['id:chatgpt:cp', ['cpp']],
    ['id:polish', ['polish']],
    ['messages:3', ['tools']],
    ['"', []],
    ['"unbalanced quick', []],
    ['"the quick fix', ['error']],
  ])('%s', (query, ids) => {
    if (query === '"') return expect(found(query)).toHaveLength(conversations.length);
    expect(found(query)).toEqual(ids);
    expect(total(query).conversations).toBe(ids.length);
  });

  test('the word that is being typed is a beginning', () => {
    expect(found('pyt', true)).toEqual(['error', 'python']);
    expect(found('p', true)).toEqual(found('p*'));
    expect(found('std::vec', true)).toEqual(['cpp']);
    expect(found('/usr/loc', true)).toEqual(['cpp']);
    expect(found('日', true)).toEqual(['japanese']);
    expect(found('pyt')).toEqual([]);
  });

  test('a text without anything to search for is left out and named', () => {
    const page = ask({ query: 'quick →' });
    expect(page.rows).toHaveLength(1);
    expect(page.problems).toEqual([{ from: 6, to: 7, message: expect.stringContaining('no letters') }]);
  });

  test('ten thousand characters are a query like any other', () => {
    expect(found(Array.from({ length: 2000 }, (_, at) => `w${at}`).join(' '))).toEqual([]);
    expect(found(`quick OR ${Array.from({ length: 1500 }, (_, at) => `w${at}`).join(' OR ')}`)).toEqual(['error']);
    expect(found(`${'('.repeat(300)}quick${')'.repeat(300)}`)).toEqual(['error']);
    expect(found(`${'-('.repeat(40)}quick${')'.repeat(40)}`)).toEqual(['error']);
  });
});

describe('order and passages', () => {
  test('the title comes first, then words close together, in one message, in one conversation, then the newer one', async () => {
    const own = temporaryFolder();
    const far = Array.from({ length: 30 }, (_, at) => `filler${at}`).join(' ');
    const writer = openImportWriter(own);
    importRecords(writer, 'one', [
      sampleRecord([
        conversation('title', 'Alpha to omega', [[text('nothing')]], { updatedAt: day(1, 1) }),
        conversation('close', 'x', [[text('alpha and omega')]], { updatedAt: day(1, 2) }),
        conversation('message', 'x', [[text(`alpha ${far} omega`)]], { updatedAt: day(1, 3) }),
        conversation('older', 'x', [[text('alpha')], [text('omega')]], { updatedAt: day(1, 4) }),
        conversation('newer', 'x', [[text('omega')], [text('alpha')]], { updatedAt: day(1, 5) }),
      ]),
    ]);
    writer.close();
    await indexBehind(own);
    const reading = openArchive(own, 'read');
    const { search: look } = createSearch(reading);
    for (const query of ['alpha omega', 'alpha omeg*']) {
      const { rows } = look(requests.search.parse({ query, sort: 'relevance' }));
      expect(rows.map(({ nativeId }) => nativeId)).toEqual(['title', 'close', 'message', 'newer', 'older']);
      expect(rows[0]?.passages[0]).toMatchObject({
        in: 'title',
        messageIndex: -1,
        marks: [
          [0, 5],
          [9, 14],
        ],
      });
    }
    reading.close();
  });

  test('passages show where', () => {
    const [row] = ask({ query: 'zebrafish' }).rows;
    expect(row?.passages).toEqual([
      { messageIndex: 1, partIndex: 0, in: 'tools', onActivePath: true, text: 'Bash ls zebrafish', marks: [[8, 17]] },
    ]);
    const [prefix] = ask({ query: 'zebr', typing: true }).rows;
    expect(prefix?.passages).toEqual(row?.passages);
    expect(ask({ query: 'quokka' }).rows[0]?.passages[0]).toMatchObject({ messageIndex: 2, in: 'attachments' });
    expect(ask({ query: 'ponder' }).rows[0]?.passages[0]).toMatchObject({ partIndex: 1, in: 'thinking' });
    expect(ask({ query: 'has:code' }).rows[0]?.passages).toEqual([]);
  });

  test.each(['newest', 'oldest', 'created', 'longest', 'title'] as const)(
    'sorted by %s, page by page, everything comes once',
    (sort) => {
      const whole = ask({ query: '', sort }).rows.map(({ id }) => id);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = ask({ query: '', sort, limit: 3, ...(cursor === undefined ? {} : { cursor }) });
        paged.push(...page.rows.map(({ id }) => id));
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      expect(paged).toEqual(whole);
      expect(whole).toHaveLength(conversations.length);
      if (sort === 'newest') expect(whole[0]).toBe('chatgpt:tools');
      if (sort === 'oldest') expect(whole[0]).toBe('chatgpt:cpp');
    },
  );

  test('hits are all places, with marks in the text of parts', () => {
    const { hits, more } = search.hits({ id: 'chatgpt:python', query: 'error python', limit: 10 });
    expect(more).toBe(false);
    expect(hits).toEqual([
      { messageIndex: 0, partIndex: 0, marks: [[7, 13]] },
      {
        messageIndex: 1,
        partIndex: 0,
        marks: [
          [27, 32],
          [33, 39],
        ],
      },
    ]);
    expect(search.hits({ id: 'chatgpt:tools', query: 'zebrafish', limit: 10 }).hits).toEqual([
      { messageIndex: 1, partIndex: 0, marks: [] },
    ]);
  });
});

describe('counts', () => {
  const facet = (query: string, name: string) =>
    search
      .facets(requests.facets.parse({ query, names: [name] }))
      .facets[0]?.values.map(({ value, count, selected }) => [value, count, selected]);

  test('a facet is counted without its own selection', () => {
    expect(facet('', 'provider')).toEqual([['chatgpt', 8, false]]);
    expect(facet('vector', 'model')).toEqual([
      ['gpt-4', 1, false],
      ['gpt-4o', 1, false],
    ]);
    expect(facet('vector model:gpt-4o', 'model')).toEqual([
      ['gpt-4', 1, false],
      ['gpt-4o', 1, true],
    ]);
    expect(facet('vector model:gpt-4o', 'provider')).toEqual([['chatgpt', 1, false]]);
    expect(facet('provider:claude', 'provider')).toEqual([['chatgpt', 8, false]]);
    expect(facet('', 'has')).toContainEqual(['tools', 1, false]);
  });

  test('an excluded value is there with what it would bring, and others without it', () => {
    const values = (query: string, name: string) =>
      search.facets(requests.facets.parse({ query, names: [name], limit: 1 })).facets[0];
    expect(values('vector -model:gpt-4o', 'model')).toEqual({
      name: 'model',
      values: [
        { value: 'gpt-4', count: 1, selected: false, excluded: false },
        { value: 'gpt-4o', count: 1, selected: false, excluded: true },
      ],
      more: 0,
    });
    expect(values('-has:tools', 'has')?.values).toContainEqual({ value: 'tools', count: 1, selected: false, excluded: true });
    expect(values('', 'has')).toMatchObject({ values: [{ count: 1 }], more: 4 });
    expect(values('', 'provider')?.values).toEqual([{ value: 'chatgpt', count: 8, selected: false, excluded: false }]);
  });

  test('the histogram counts local months, without the times of the query', () => {
    const { by, buckets } = search.histogram(requests.histogram.parse({ query: 'since:2025-07', by: 'month' }));
    expect(by).toBe('month');
    expect(buckets).toEqual(Array.from({ length: 8 }, (_, at) => ({ from: `2025-0${at + 1}-01`, count: 1, begun: 1 })));
  });

  test('nothing found: what each word or filter leaves when it alone is dropped', () => {
    expect(total('templates malloc').without).toEqual([
      { from: 0, to: 9, text: 'templates', conversations: 1 },
      { from: 10, to: 16, text: 'malloc', conversations: 1 },
    ]);
    expect(total('quick provider:claude').without).toEqual([
      { from: 0, to: 5, text: 'quick', conversations: 0 },
      { from: 6, to: 21, text: 'provider:claude', conversations: 1 },
    ]);
  });

  test('completion knows fields, and values with counts', () => {
    expect(search.complete({ query: 'quick pro', caret: 9 })).toMatchObject({
      from: 6,
      to: 9,
      items: [{ text: 'provider:' }, { text: 'project:' }],
    });
    expect(search.complete({ query: 'model:', caret: 6 })).toEqual({
      from: 6,
      to: 6,
      items: [
        { text: 'gpt-4', label: 'gpt-4', count: 7 },
        { text: 'gpt-4o', label: 'gpt-4o', count: 1 },
      ],
    });
    expect(search.complete({ query: 'model:gpt-4,4o', caret: 14 }).items.map(({ text: value }) => value)).toEqual(['gpt-4o']);
  });

  test('completion works after a minus and a parenthesis, inside quotation marks, and for every field', () => {
    const texts = (query: string, caret = query.length) => {
      const { from, to, items } = search.complete({ query, caret });
      return [from, to, items.map((item) => item.text)];
    };
    expect(texts('-mod')).toEqual([1, 4, ['model:']]);
    expect(search.complete({ query: 'a -', caret: 3 })).toMatchObject({ from: 3, to: 3, items: { length: fields.length } });
    expect(texts('(-mod')).toEqual([2, 5, ['model:']]);
    expect(texts('a (mod OR b)', 6)).toEqual([3, 6, ['model:']]);
    expect(texts('-model:gpt-4o')).toEqual([7, 13, ['gpt-4o']]);
    expect(texts('(has:to')).toEqual([5, 7, ['tools']]);
    expect(texts('since:"last w')).toEqual([6, 13, ['"last week"']]);
    expect(texts('since:"last week"')).toEqual([6, 17, ['"last week"']]);
    expect(search.complete({ query: 'turns:', caret: 6 }).items[0]).toEqual({ text: '>1', label: '>1', count: 1 });
    for (const { name, kind } of fields) {
      const { items } = search.complete({ query: `${name}:`, caret: name.length + 1 });
      const none = name === 'title' || name === 'id' || name === 'tag';
      expect([name, items.length > 0]).toEqual([name, !none]);
      for (const { text: value, count } of items) {
        // What says where words count needs some.
        expect(parse(`${name}:${value}${name === 'in' ? ' word' : ''}`).problems).toEqual([]);
        if (count !== null && kind !== 'run')
          expect([name, value, found(`${name}:${value}`).length]).toEqual([name, value, count]);
      }
    }
  });

  test('a selection is a query without some, or ids', () => {
    expect(search.selectIds({ query: 'vector', except: ['chatgpt:c'] })).toEqual(['chatgpt:cpp']);
    expect(search.selectIds({ ids: ['chatgpt:c', 'chatgpt:gone'] })).toEqual(['chatgpt:c']);
  });
});

test('what the person says is seen at once', async () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  importRecords(writer, 'one', [sampleRecord([sampleConversation('x'), sampleConversation('y')])]);
  await indexBehind(own);
  const reading = openArchive(own, 'read');
  const user = openUser(own);
  const { search: look } = createSearch(reading);
  const ids = (query: string) =>
    look(requests.search.parse({ query }))
      .rows.map(({ nativeId }) => nativeId)
      .sort();
  try {
    expect(ids('words')).toEqual(['x', 'y']);
    star(user, ['chatgpt:x'], true);
    expect(ids('is:starred')).toEqual(['x']);
    tag(user, ['chatgpt:y'], ['To read'], []);
    expect(ids('tag:"to read"')).toEqual(['y']);
    trash(user, ['chatgpt:x'], true);
    expect(ids('words')).toEqual(['y']);
    expect(ids('is:trashed words')).toEqual(['x']);
    expect(ids('-is:starred')).toEqual(['y']);
    trash(user, ['chatgpt:x'], false);
    expect(ids('')).toEqual(['x', 'y']);
    trash(user, ['chatgpt:x'], true);
    purge(user, ['chatgpt:x']);
    expect(ids('is:trashed')).toEqual([]);
    importRecords(writer, 'two', [sampleRecord([sampleConversation('z')])]);
    expect(ids('')).toEqual(['y', 'z']);
    expect(ids('words')).toEqual(['y', 'z']);
    await indexBehind(own);
    expect(ids('words')).toEqual(['y', 'z']);
  } finally {
    reading.close();
    user.close();
    writer.close();
  }
});

test('titles and notes of the person’s own are found like the rest, together with it', async () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  importRecords(writer, 'one', [
    sampleRecord([
      conversation('x', 'Holiday', [[text('beaches and mountains')]], { updatedAt: day(1, 1) }),
      conversation('y', 'Holiday', [[text('beaches and cities')]], { updatedAt: day(1, 2) }),
      conversation('z', 'Summer', [[text('nothing of it')]], { updatedAt: day(1, 3) }),
    ]),
  ]);
  writer.close();
  await indexBehind(own);
  const reading = openArchive(own, 'read');
  const user = openUser(own);
  const { search: look } = createSearch(reading);
  const asked = (query: string, sort: 'newest' | 'relevance' | 'title' = 'newest') =>
    look(requests.search.parse({ query, sort })).rows;
  const ids = (query: string) =>
    asked(query)
      .map(({ nativeId }) => nativeId)
      .join('');
  rename(user, 'chatgpt:x', 'Sommer in Łódź');
  note(user, 'chatgpt:y', 'Ask about **Łódź** when summer comes; the plan of C++ is due');
  const answers: Readonly<Record<string, string>> = {
    lodz: 'yx',
    'lodz beaches': 'yx',
    'lodz mountains': 'x',
    '"in lodz"': 'x',
    'lodz -mountains': 'y',
    'beaches -lodz': '',
    'title:lodz': 'x',
    'title:holiday': 'yx',
    'summer OR mountains': 'zyx',
    'lod*': 'yx',
    'c++': 'y',
    'role:user lodz': '',
    'has:note': 'y',
    'lodz cities OR sommer': 'yx',
  };
  for (const [query, wanted] of Object.entries(answers)) expect([query, ids(query)]).toEqual([query, wanted]);
  expect(asked('lodz', 'relevance').map(({ title }) => title)).toEqual(['Sommer in Łódź', 'Holiday']);
  expect(asked('', 'title').map(({ title }) => title)).toEqual(['Holiday', 'Sommer in Łódź', 'Summer']);
  expect(asked('lodz')[1]?.passages[0]).toMatchObject({ in: 'title', text: 'Sommer in Łódź', marks: [[10, 14]] });
  expect(asked('lodz')[0]).toMatchObject({
    noted: true,
    passages: [{ in: 'note', messageIndex: -1, text: expect.stringContaining('**Łódź**'), marks: [[12, 16]] }],
  });
  rename(user, 'chatgpt:x', null);
  expect(ids('lodz')).toBe('y');
  reading.close();
  user.close();
});

test('what the person archived is out of the list, and found by words, states, ids and the number of an import', () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  importRecords(writer, 'one', [
    sampleRecord(['x', 'y', 'z'].map((id) => sampleConversation(id, { project: 'demo', title: id }))),
  ]);
  writer.close();
  const reading = openArchive(own, 'read');
  const user = openUser(own);
  const look = createSearch(reading);
  const ids = (query: string) =>
    look
      .search(requests.search.parse({ query }))
      .rows.map(({ nativeId }) => nativeId)
      .sort()
      .join('');
  putAway(user, ['chatgpt:x'], true);
  trash(user, ['chatgpt:z'], true);
  const answers: Readonly<Record<string, string>> = {
    '': 'y',
    'project:demo': 'y',
    'provider:chatgpt -project:x': 'y',
    'title:x': 'x',
    'id:chatgpt:x': 'x',
    'is:archived': 'x',
    '-is:archived': 'y',
    '-is:trashed': 'xy',
    'is:trashed': 'z',
  };
  for (const [query, wanted] of Object.entries(answers)) expect([query, ids(query)]).toEqual([query, wanted]);
  const states = look.facets(requests.facets.parse({ query: 'project:demo', names: ['is'] })).facets[0]?.values;
  expect(states).toEqual([{ value: 'archived', count: 1, selected: false, excluded: false }]);
  expect(look.selectIds({ query: '', except: [] })).toEqual(['chatgpt:y']);
  reading.close();
  user.close();
});

test('what an import brought is found by its number, and its figures lead to it', () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  const record = (...ids: string[]) => [sampleRecord(ids.map((id) => sampleConversation(id)))];
  const first = importRecords(writer, 'one', record('x', 'y'));
  const second = importRecords(writer, 'two', record('x', 'z'));
  const reading = openArchive(own, 'read');
  const look = createSearch(reading);
  const ids = (query: string) =>
    look
      .search(requests.search.parse({ query }))
      .rows.map(({ nativeId }) => nativeId)
      .sort()
      .join('');
  expect([ids(`import:${first.runId}`), ids(`import:${second.runId}`), ids('import:latest')]).toEqual(['xy', 'z', 'z']);
  expect(ids('-import:latest')).toBe('xy');
  expect(ids('import:99')).toBe('');
  expect(look.search(requests.search.parse({ query: 'import:last' })).problems[0]?.message).toContain('no import');
  expect(look.complete({ query: 'import:', caret: 7 }).items).toEqual([
    { text: '2', label: '2', count: 1 },
    { text: '1', label: '1', count: 2 },
    { text: 'latest', label: 'latest', count: 1 },
  ]);
  for (const step of writer.undoRun(second.runId)) void step;
  expect([ids('import:latest'), ids(`import:${second.runId}`)]).toEqual(['xy', '']);
  reading.close();
  writer.close();
});

test('tags are listed with colours and with as many as their field finds', () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  importRecords(writer, 'one', [sampleRecord(['x', 'y', 'z'].map((id) => sampleConversation(id)))]);
  writer.close();
  const reading = openArchive(own, 'read');
  const user = openUser(own);
  const look = createSearch(reading);
  const all = ['chatgpt:x', 'chatgpt:y', 'chatgpt:z'];
  tag(user, all, ['Work', 'apple'], []);
  tag(user, all, [], ['apple']);
  changeTag(user, { name: 'work', color: 'teal' });
  trash(user, ['chatgpt:z'], true);
  expect(look.tags()).toEqual([
    { name: 'apple', color: null, conversations: 0 },
    { name: 'Work', color: 'teal', conversations: 2 },
  ]);
  changeTag(user, { name: 'Work', to: 'Play' });
  expect(look.tags().map(({ name }) => name)).toEqual(['apple', 'Play']);
  expect(look.total(requests.total.parse({ query: 'tag:play' })).conversations).toBe(2);
  reading.close();
  user.close();
});

test('what a newer export of the account no longer has is gone', () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  const record = (...ids: string[]) => [sampleRecord(ids.map((id) => sampleConversation(id)))];
  importRecords(writer, 'one', record('x', 'y'), { exportTime: 100, account: 'me' });
  importRecords(writer, 'two', record('y', 'z'), { exportTime: 200, account: 'me' });
  writer.close();
  const reading = openArchive(own, 'read');
  const { search: look } = createSearch(reading);
  expect(look(requests.search.parse({ query: 'is:gone' })).rows.map(({ nativeId }) => nativeId)).toEqual(['x']);
  expect(look(requests.search.parse({ query: '-is:gone' })).total).toBe(2);
  reading.close();
});

test('while the index is behind a change, what changed is read', async () => {
  const own = temporaryFolder();
  const writer = openImportWriter(own);
  const version = (words: string, updatedAt: number) => [
    sampleRecord([conversation('x', 'Title', [[text(words)], [text('answer')]], { updatedAt })]),
  ];
  importRecords(writer, 'one', version('apples and pears', 1000));
  await indexBehind(own);
  importRecords(writer, 'two', version('cherries', 2000));
  const reading = openArchive(own, 'read');
  const { search: look, hits } = createSearch(reading);
  for (const query of ['apples', 'apples pears', 'app*'])
    expect(look(requests.search.parse({ query, sort: 'relevance' }))).toMatchObject({ rows: [], reading: null });
  for (const query of ['cherries', 'cherr*', '"cherries"', '/ch.rries/', 'title answer']) {
    const { rows, reading: left } = look(requests.search.parse({ query, sort: 'relevance' }));
    expect(left).toBeNull();
    expect(rows[0]?.passages.filter((passage) => passage.in !== 'title')).toHaveLength(1);
  }
  expect(hits({ id: 'chatgpt:x', query: 'cherries', limit: 10 }).hits).toHaveLength(1);
  await indexBehind(own);
  expect(look(requests.search.parse({ query: 'apples' })).total).toBe(0);
  expect(look(requests.search.parse({ query: 'cherries' })).rows[0]?.passages).toHaveLength(1);
  reading.close();
  writer.close();
});

test('an answer nobody waits for is not made', () => {
  const { search: look } = createSearch(archive, () => true);
  expect(() => look(requests.search.parse({ query: '"python error" quick' }))).toThrow(
    expect.objectContaining({ code: 'Cancelled' }),
  );
});

test('any text is a query: it is answered, and its total is the number of its rows', () => {
  const pieces = fc.constantFrom(
    'python',
    'error',
    '"quick fix"',
    'C++',
    '日本語',
    '-',
    'OR',
    '(',
    ')',
    'pyth*',
    '"',
    'title:c',
    'role:user',
    'has:code',
    'since:2025-05',
    "'",
    '*',
    '^',
    'NEAR(',
    '+',
    ':',
    '{a}',
    '\0',
    '→',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), fc.boolean(), (parts, typing) => {
      const query = parts.join(' ');
      const { rows, total: count } = ask({ query, typing, sort: 'relevance', limit: 100 });
      expect(rows).toHaveLength(count ?? -1);
      expect(search.total({ query, typing }).conversations).toBe(count);
    }),
    { numRuns: 300 },
  );
});
