import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { origins, roles, type Part, type Role } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { parse } from '../../../shared/query/parse.ts';
import { requests } from '../../../shared/requests.ts';
import { indexBehind } from '../../import/index-behind.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { sharedFolder } from '../temporary-folder.ts';
import {
  isMeant,
  oracleHas,
  prepared,
  type Meaning,
  type OracleConversation,
  type Place,
  type Prepared,
  type Within,
} from './oracle.ts';
import { createSearch, type Search } from './search.ts';

/** More on request: `FUZZ_RUNS=20000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);
/** Another archive for each: `ORACLE_SEED=7`. */
const seed = Number(process.env['ORACLE_SEED'] ?? 1);
const many = 300;

const plain = 'foo bar std vector user name café cafe łatwo latwo Straße strasse a b usr local Bar FOO quick'.split(' ');
const camel = ['getUserName', 'userName', 'HTTPHeader', 'fooBar'];
const unspaced = ['日本語', '日本', '日', '本', '語', '本語', '😀', '👍'];
/** They end in a sign of their own, so nothing is joined to them. */
const marked = ['C', 'C++', 'C#', 'notepad', 'notepad++'];

const single = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...plain) },
  { weight: 1, arbitrary: fc.constantFrom(...camel) },
  { weight: 2, arbitrary: fc.constantFrom(...unspaced) },
);
const glue = fc.constantFrom('-', '_', '/', '::', '.', '/');
const joined = fc.oneof(
  fc.tuple(single, glue, single).map((of) => of.join('')),
  fc.tuple(single, glue, single, glue, single).map((of) => of.join('')),
  fc.tuple(fc.constantFrom(...unspaced), fc.constantFrom(...unspaced)).map((of) => of.join('')),
);
const item = fc.oneof(
  { weight: 6, arbitrary: single },
  { weight: 3, arbitrary: joined },
  { weight: 1, arbitrary: fc.constantFrom(...marked) },
);
const text = (most: number) =>
  fc
    .array(fc.tuple(item, fc.constantFrom(' ', ' ', ' ', ', ', '\n', ' (', '. ')), { minLength: 1, maxLength: most })
    .map((of) => of.map((pair) => pair.join('')).join(''));

const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 5, arbitrary: text(5).map((of): Part => ({ type: 'text', text: of })) },
  text(3).map((of): Part => ({ type: 'code', text: of, language: null })),
  text(3).map((of): Part => ({ type: 'thinking', text: of })),
  text(2).map((of): Part => ({ type: 'tool-call', callId: 'x', name: 'Bash', input: of })),
  fc
    .tuple(text(4), fc.constantFrom('ok', 'error', 'unknown'))
    .map(([of, outcome]): Part => ({ type: 'tool-result', callId: 'x', text: of, outcome })),
  item.map((of): Part => ({ type: 'file', attachment: 'file', name: `${of}.pdf`, mime: null })),
);
interface Told extends OracleConversation {
  /** By message: the place of the one it answers, or -1. */
  readonly parents: readonly number[];
}
const told: fc.Arbitrary<Told> = fc
  .tuple(
    text(3).map((of) => `${of.trim()} x`),
    fc.array(fc.tuple(fc.constantFrom(...roles), fc.array(part, { minLength: 1, maxLength: 3 }), fc.nat(4)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([title, said]) => ({
    title,
    messages: said.map(([role, parts]) => ({ role, parts })),
    parents: said.map(([, , back], at) => (at === 0 ? -1 : Math.max(0, at - 1 - (back === 4 ? 1 : 0)))),
  }));

const word: fc.Arbitrary<Meaning> = fc
  .tuple(item, fc.integer({ min: 1, max: 12 }), fc.nat(3))
  .map(([of, length, chance]): Meaning => {
    const beginning = Array.from(of)
      .slice(0, length)
      .join('')
      .replace(/[^\p{L}\p{N}\p{So}]+$/u, '');
    // What ends in a sign of its own is asked whole.
    if (chance > 0 || marked.includes(of) || /[+#]/.test(of)) return { is: 'word', text: of, prefix: false };
    return { is: 'word', text: beginning, prefix: true };
  });
const phrase: fc.Arbitrary<Meaning> = fc
  .array(item, { minLength: 2, maxLength: 3 })
  .map((of): Meaning => ({ is: 'phrase', text: of.join(' ') }));
const range = (most: number) =>
  fc
    .tuple(fc.option(fc.nat(most)), fc.option(fc.nat(most)))
    .map(([min, max]) => (min === null && max === null ? { min: 1, max } : { min, max }))
    .map(({ min, max }) => (min !== null && max !== null && min > max ? { min: max, max: min } : { min, max }));
const filter: fc.Arbitrary<Meaning> = fc.oneof(
  item.map((of): Meaning => ({ is: 'title', text: of, prefix: false })),
  fc.tuple(item, item).map((of): Meaning => ({ is: 'title', text: of.join(' '), prefix: false })),
  fc.constantFrom(...oracleHas).map((what): Meaning => ({ is: 'has', what })),
  range(40).map((of): Meaning => ({ is: 'words', ...of })),
  range(6).map((of): Meaning => ({ is: 'messages', ...of })),
);
const { meaning } = fc.letrec<{ meaning: Meaning; leaf: Meaning }>((tie) => ({
  leaf: fc.oneof({ weight: 5, arbitrary: word }, { weight: 3, arbitrary: phrase }, { weight: 1, arbitrary: filter }),
  meaning: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('meaning'), { minLength: 2, maxLength: 3 }).map((of): Meaning => ({ is: 'all', of })),
    fc.array(tie('meaning'), { minLength: 2, maxLength: 3 }).map((of): Meaning => ({ is: 'any', of })),
    tie('meaning').map((of): Meaning => ({ is: 'not', of })),
  ),
}));
const role: fc.Arbitrary<Role | null> = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom(...roles));

/** Where words count; only said where there is a word. */
const places: fc.Arbitrary<readonly Place[] | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.subarray<Place>(['title', 'text', 'code', 'tools', 'thinking', 'attachments'], { minLength: 1, maxLength: 3 }),
);

const dir = sharedFolder();
let archive: Archive;
let search: Search;
let texts: readonly (readonly [title: string, of: Prepared])[] = [];

beforeAll(async () => {
  const conversations = fc.sample(told, { numRuns: many, seed });
  texts = conversations.map((of, at) => [String(at), prepared(of, isBranched(of.parents))]);
  const writer = openImportWriter(dir);
  importRecords(writer, 'oracle', [sampleRecord(conversations.map(parsedOf))]);
  writer.close();
  await indexBehind(dir);
  archive = openArchive(dir, 'read');
  search = createSearch(archive);
});
afterAll(() => {
  archive.close();
});

test('finds what looking through every text finds', () => {
  let some = 0;
  let asked = 0;
  let open = 0;
  fc.assert(
    fc.property(meaning, role, places, (of, inRole, inPlaces) => {
      const within: Within = { role: inRole, places: hasWords(of) ? inPlaces : null };
      const only = [
        ...(inRole === null ? [] : [`role:${inRole}`]),
        ...(within.places === null ? [] : [`in:${within.places.join()}`]),
      ];
      const query = [...only, written(of, only.length === 0)].join(' ');
      expect([query, parse(query).problems]).toEqual([query, []]);
      const found = search.search(requests.search.parse({ query, sort: 'oldest', limit: 500 }));
      const ids = new Set(found.rows.map(({ nativeId }) => nativeId));
      const verdicts = texts.map(([id, conversation]) => [id, isMeant(conversation, of, within)] as const);
      const different = verdicts.filter(([id, verdict]) => verdict === (ids.has(id) ? 'no' : 'yes'));
      expect([query, different.map(([id]) => (ids.has(id) ? `found ${id}` : `not found ${id}`))]).toEqual([query, []]);
      expect(found.total).toBe(ids.size);
      open += verdicts.filter(([, verdict]) => verdict === 'open').length;
      asked++;
      if (ids.size > 0 && ids.size < many) some++;
    }),
    { numRuns },
  );
  // Else it would hold of a search that finds nothing.
  expect(some).toBeGreaterThan(asked / 3);
  expect(open).toBeLessThan((asked * many) / 100);
});

/** The query as somebody would write it. */
function written(of: Meaning, isTop = false): string {
  switch (of.is) {
    case 'word':
      return `${of.text}${of.prefix ? '*' : ''}`;
    case 'phrase':
      return `"${of.text}"`;
    case 'title':
      return `title:"${of.text}"`;
    case 'has':
      return `has:${of.what}`;
    case 'words':
    case 'messages':
      return of.min === null
        ? `${of.is}:<=${of.max ?? 0}`
        : of.max === null
          ? `${of.is}:>=${of.min}`
          : `${of.is}:${of.min}..${of.max}`;
    case 'not':
      return `-(${written(of.of, true)})`;
    case 'all': {
      const all = of.of.map((one) => written(one)).join(' ');
      return isTop ? all : `(${all})`;
    }
    case 'any': {
      const any = of.of.map((one) => written(one)).join(' OR ');
      return isTop ? any : `(${any})`;
    }
  }
}

function hasWords(of: Meaning): boolean {
  if (of.is === 'not') return hasWords(of.of);
  if (of.is === 'all' || of.is === 'any') return of.of.some(hasWords);
  return of.is === 'word' || of.is === 'phrase';
}

function isBranched(parents: readonly number[]): boolean {
  return new Set(parents).size < parents.length;
}

function parsedOf({ title, messages, parents }: Told, at: number): ParsedConversation {
  return sampleConversation(String(at), {
    title,
    updatedAt: 1_700_000_000_000 + at * 1000,
    messages: messages.map((message, place) => {
      const parent = parents[place] ?? -1;
      return sampleMessage(`${at} ${place}`, parent < 0 ? null : `${at} ${parent}`, {
        role: message.role,
        origin: message.role === 'user' ? origins[0] : message.role,
        parts: message.parts,
      });
    }),
    attachments: messages.some(({ parts }) => parts.some(({ type }) => type === 'file'))
      ? [{ nativeId: 'file', name: 'file', mime: null, size: 1 }]
      : [],
  });
}
