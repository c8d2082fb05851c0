import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { requests } from '../../../shared/requests.ts';
import { indexBehind } from '../../import/index-behind.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive, openUser, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { Db } from '../sql.ts';
import { sharedFolder } from '../temporary-folder.ts';
import { note, trash } from '../words/kept.ts';
import { createSearch, type Search } from './search.ts';

const said = (id: string, ...texts: readonly string[]) =>
  sampleConversation(id, {
    messages: texts.map((text, at) => sampleMessage(`${id}${at}`, at === 0 ? null : `${id}${at - 1}`, { text })),
  });

const dir = sharedFolder();
let archive: Archive;
let search: Search;

beforeAll(async () => {
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [
    sampleRecord([
      said('a', 'The python error in the harbour'),
      said('b', 'A python, and pythons', 'zażółć gęślą jaźń'),
      said('c', 'typing in Python', 'the harbor of const_value'),
      said('d', 'the archive of pylon', 'обезьяна'),
      said('e', 'wombat'),
    ]),
  ]);
  writer.close();
  await indexBehind(dir);
  const user = openUser(dir);
  note(user, 'chatgpt:a', 'quagga');
  trash(user, ['chatgpt:e'], true);
  user.close();
  archive = openArchive(dir, 'read');
  search = createSearch(archive);
});
afterAll(() => {
  archive.close();
});

const total = (query: string, typing = false) => search.total(requests.total.parse({ query, typing }));
const meant = (query: string, typing = false) =>
  total(query, typing).nearest.map(({ text, instead, conversations }) => `${text} ${instead} ${conversations}`);

describe('the nearest words of the archive', () => {
  test.each<readonly [query: string, meant: readonly string[]]>([
    // A letter more, less, other, two swapped, also at the beginning.
    ['pythonn', ['pythonn python 3']],
    ['pyhon', ['pyhon python 3']],
    ['pithon', ['pithon python 3']],
    ['pyhton', ['pyhton python 3']],
    ['ypthon', ['ypthon python 3']],
    ['ython', ['ython python 3']],
    ['oython', ['oython python 3']],
    ['xpython', ['xpython python 3']],
    ['PYHTON', ['PYHTON python 3']],
    // Folded like the index.
    ['zazolcc', ['zazolcc zazolc 1']],
    ['zażóć', ['zażóć zazolc 1']],
    ['обезьян', ['обезьян обезьяна 1']],
    // What is there is not put right, in phrases neither.
    ['pyhton harbour', ['pyhton python 3']],
    ['"pyhton errer"', ['pyhton python 3', 'errer error 1']],
    ['const_valeu', ['valeu value 1']],
    ['pyhton OR harbouur', ['pyhton python 3', 'harbouur harbour 1']],
    ['python provider:claude', []],
    ['python -pyhton provider:claude', []],
    ['quaga', []],
    ['harbour quagga wombat', []],
    // What only the trash has is nowhere.
    ['wombta', []],
    ['ab', []],
    ['日本語', []],
    ['nothinglikethisatall', []],
    ['→', []],
  ])('%s', (query, expected) => {
    expect(meant(query)).toEqual(expected);
  });

  test('stand where the word stands', () => {
    const query = 'harbour "a pyhton*" -x';
    const [word] = total(query).nearest;
    expect(query.slice(word?.from, word?.to)).toBe('pyhton');
  });

  test('a beginning that something goes on from is none of them', () => {
    expect(meant('pyt provider:claude', true)).toEqual([]);
    expect(meant('pyhto', true)).toEqual(['pyhto python 3']);
  });

  test('are not looked for when something was found, and in a few ranges when not', () => {
    const asked = vi.spyOn(Db.prototype, 'all');
    const ranges = (query: string): number => {
      asked.mockClear();
      total(query);
      return asked.mock.calls.filter(([{ text }]) => text.includes('vocabulary')).length;
    };
    expect(ranges('python')).toBe(0);
    expect(ranges('pyhton')).toBe(3);
    expect(ranges(Array.from({ length: 200 }, (_, at) => `qqqq${at}`).join(' '))).toBeLessThanOrEqual(10 * 56);
    asked.mockRestore();
  });
});

test('what each word leaves is counted where the others say', () => {
  const left = (query: string) => total(query).without.map(({ text, conversations }) => `${text} ${conversations}`);
  expect(left('python wombat')).toEqual(['python 0', 'wombat 3']);
  expect(left('role:system python')).toEqual(['role:system 3', 'python 0']);
  expect(left('in:code python harbour')).toEqual(['in:code 1', 'python 0', 'harbour 0']);
  expect(left('in:notes pyth* quagga')).toEqual(['in:notes 1', 'pyth* 1', 'quagga 0']);
});
