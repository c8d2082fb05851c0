import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedFolder } from '../../src/main/archive/temporary-folder.ts';
import { addsUp, type Counts, type Receipt } from '../../src/shared/receipt.ts';
import { exceptions } from './exceptions.ts';
import { noFacts, type Fact, type Facts, type SampleFile } from './facts.ts';
import { sampleFolders, type SampleFolder } from './folders.ts';
import { archived, factsOf, told, wordsOf } from './held.ts';
import { stated } from './stated.ts';

// Every sample, held against a counter that shares no code with the product, and against what the samples' README says of it.

const home = join(import.meta.dirname, '..', '..', '..', 'shared', 'samples');
const present = existsSync(home);
if (!present) console.log('skipped by name: sample imports (the folder ../shared/samples is not beside the project)');

const scratch = sharedFolder();
let archives = 0;
const next = (): string => join(scratch, `archive-${archives++}`);

const nameOf = (path: string): string => relative(home, path).split(sep).join('/');

/** All files of a folder, or the file itself. */
function filesOf(path: string): SampleFile[] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return paths.map((file) => sampleFile(file, relative(path, file).split(sep).join('/')));
}

const sampleFile = (path: string, name: string): SampleFile => ({ path, name, text: readFileSync(path, 'utf8') });

/** The inputs of a folder by their names below the samples, each with its files. */
function inputsOf({ name, inputs = [] }: SampleFolder): (readonly [name: string, path: string, files: readonly SampleFile[]])[] {
  if (!present) return [];
  const single = filesOf(join(home, name)).filter(({ path }) => !inputs.some((input) => nameOf(path).startsWith(`${input}/`)));
  return [
    ...inputs.map((input) => [input, join(home, input), filesOf(join(home, input))] as const),
    ...single.map(({ path }) => [nameOf(path), path, [sampleFile(path, basename(path))]] as const),
  ];
}

const only = (names: readonly Fact[], facts: Facts): Partial<Facts> =>
  Object.fromEntries(names.map((name) => [name, facts[name]]));

describe.runIf(present).each(sampleFolders)('$name', (folder) => {
  const readme = present ? readFileSync(join(home, 'README.md'), 'utf8') : '';

  test.each(inputsOf(folder))('%s', async (name, path, files) => {
    const exception = exceptions[name];
    const archive = await archived(next(), [path]);
    const [receipt] = archive.receipts;
    expect(receipt?.inputs.every(addsUp), 'the receipt adds up').toBe(true);
    if (exception?.kind === 'nothing') {
      expect({ conversations: archive.held.length, why: exception.why }).toEqual({ conversations: 0, why: exception.why });
      const said =
        receipt?.inputs.map((input) => input.reason ?? input.issues[0]?.message ?? input.ignoredEntries[0]?.reason ?? null) ?? [];
      expect(
        said.every((reason) => reason !== null && reason !== ''),
        'an input that yields nothing says why',
      ).toBe(true);
      return;
    }
    const { facts: counted, texts } = folder.count(files);
    const says = stated(folder.name, readme, name);
    const numbers = Object.keys(says) as Fact[];
    expect.soft(only(numbers, { ...counted, ...exception?.readme }), 'what the README says').toEqual(says);
    const found = factsOf(archive);
    const expected = { ...counted, ...exception?.facts };
    expect.soft(only(folder.compared, found)).toEqual(only(folder.compared, expected));
    // Nothing that came is passed over in silence.
    for (const { conversations, reason } of receipt?.inputs ?? [])
      expect.soft(reason === null).toBe(conversations.read > conversations.ignored);
    const words = wordsOf(archive);
    const unsaid = exception?.unsaid ?? [];
    const lines = texts.flatMap((text) => text.split('\n')).filter((line) => !unsaid.some((pattern) => pattern.test(line)));
    expect.soft(lines.filter((line) => !words.includes(told(line))).slice(0, 5), 'said, and not found').toEqual([]);
  });
});

// With SAMPLES_TABLE set, one row of a table for each folder is printed: the receipt's figures, and what is held beside the counter's own number,
// before any exception.
describe.runIf(present).each(sampleFolders)('$name, all of it at once', (folder) => {
  test('holds what its inputs hold', async () => {
    const archive = await archived(next(), [join(home, folder.name)]);
    const [receipt] = archive.receipts;
    if (receipt === undefined) throw new Error('an import gives a receipt');
    expect(addsUp(receipt.totals)).toBe(true);
    const sum = { conversations: 0, messages: 0 };
    const counted = { ...sum };
    for (const [name, , files] of inputsOf(folder)) {
      const exception = exceptions[name];
      const own = folder.count(files).facts;
      counted.conversations += own.conversations;
      counted.messages += own.messages;
      const facts = { ...(exception?.kind === 'nothing' ? noFacts : own), ...exception?.facts };
      sum.conversations += facts.conversations;
      sum.messages += facts.messages;
    }
    const found = factsOf(archive);
    if (folder.compared.includes('messages'))
      expect(only(['conversations', 'messages'], found)).toEqual({ ...sum, ...exceptions[folder.name]?.facts });
    if (process.env['SAMPLES_TABLE'] !== undefined) console.log(row(folder, receipt, found, counted));
  });
});

function row(
  folder: SampleFolder,
  { totals, inputs }: Receipt,
  found: Facts,
  counted: Pick<Facts, 'conversations' | 'messages'>,
): string {
  const figures = ({ read, added, updated, unchanged, ignored, quarantined }: Counts): string =>
    [read, added, updated, unchanged, ignored, quarantined].join(' | ');
  const drift = inputs.flatMap((input) => input.drift).length;
  const counter = (fact: 'conversations' | 'messages'): string =>
    folder.compared.includes(fact) ? `${found[fact]} / ${counted[fact]}` : `${found[fact]} / –`;
  return `| ${folder.name} | ${figures(totals.conversations)} | ${counter('conversations')} | ${figures(totals.messages)} | ${counter('messages')} | ${drift} |`;
}

test.runIf(present)('every folder of the samples has its counter', () => {
  const folders = readdirSync(home, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(sampleFolders.map(({ name }) => name).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

// That any order of arrival gives the same archive is proved over the same files in `src/main/import/samples-order.test.ts`.
test.runIf(present)('the folders, twice: the second time nothing is parsed or added', async () => {
  const inputs = sampleFolders.map(({ name }) => join(home, name));
  const { receipts } = await archived(next(), inputs, inputs);
  const [first, second] = receipts;
  expect(second?.totals.conversations).toMatchObject({ added: 0, updated: 0, read: first?.totals.conversations.read ?? -1 });
  expect(second?.inputs.filter((input) => input.skipped !== 'unchanged').map(({ path }) => nameOf(path))).toEqual([]);
});
