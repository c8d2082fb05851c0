import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { limits, ReadError, type Bundle } from './bundle.ts';
import { allOf, bufferSource } from './bytes.ts';
import { newBudget } from './open-input.ts';
import { zipOf } from './zip.fixture.ts';
import { openZip } from './zip.ts';

const text = (content: string): Uint8Array => Buffer.from(content);
const open = (bytes: Uint8Array): Promise<Bundle> => openZip(bufferSource(bytes), '', newBudget());

async function contentOf(bundle: Bundle, name: string): Promise<string> {
  const entry = [...bundle.entries].find((one) => one.name === name);
  if (entry === undefined) throw new Error(`no ${name} among ${[...bundle.entries].map((one) => one.name).join(', ')}`);
  return new TextDecoder().decode(await allOf(entry.open(), 1e9));
}

describe('a zip', () => {
  test('gives its members, stored and deflated, whatever stands before and after it', async () => {
    const zip = zipOf([
      { name: 'b.json', content: text('[1]') },
      { name: 'a.json', content: text('[2]'), method: 0 },
      { name: 'folder/', content: text(''), method: 0 },
    ]);
    for (const bytes of [zip, Buffer.concat([text('stub before'), zip]), Buffer.concat([zip, Buffer.alloc(5000, 10)])]) {
      const bundle = await open(bytes);
      expect([...bundle.entries].map((entry) => entry.name)).toEqual(['a.json', 'b.json']);
      expect(await contentOf(bundle, 'a.json')).toBe('[2]');
      expect(await contentOf(bundle, 'b.json')).toBe('[1]');
    }
  });

  test('that is something else is called so', async () => {
    await expect(open(Buffer.from('<!doctype html><title>Sign in</title>'))).rejects.toThrow('not a zip');
  });

  test('cut short anywhere gives what is whole and says so, or is refused in words', async () => {
    const zip = zipOf([
      { name: 'a.json', content: text('[1,2,3]') },
      { name: 'b.json', content: text('[4]'.repeat(100)) },
    ]);
    const first = zip.indexOf('PK', 4);
    const second = zip.indexOf('PK', first + 4);
    for (let cut = 0; cut < zip.length; cut++) {
      const opened = open(zip.subarray(0, cut));
      if (cut < 30 + 'a.json'.length) {
        await expect(opened).rejects.toThrow(/cut short|cannot be read/);
        continue;
      }
      const bundle = await opened;
      expect(bundle.cut).toBe(true);
      expect(bundle.problems).toMatchObject([{ message: expect.stringMatching(/download it again\. .*whole was read/i) }]);
      expect(bundle.entries.length).toBe(cut < first + 30 + 'b.json'.length ? 1 : 2);
      if (cut >= first) expect(await contentOf(bundle, 'a.json')).toBe('[1,2,3]');
      if (cut >= second) expect(await contentOf(bundle, 'b.json')).toBe('[4]'.repeat(100));
    }
  });

  test('damaged anywhere gives its members, an error in words, or problems', async () => {
    const zip = zipOf([
      { name: 'a.json', content: text('[1,2,3]'.repeat(20)) },
      { name: 'b.json', content: text('[4]') },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(zip);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        try {
          const bundle = await open(bytes);
          for (const entry of bundle.entries) await allOf(entry.open(), 1e6);
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('names its members safely', async () => {
    const bundle = await open(
      zipOf([
        { name: '../../etc/passwd', content: text('1') },
        { name: '/absolute.json', content: text('2') },
        { name: 'C:\\windows\\x.json', content: text('3') },
        { name: Buffer.from([0x81, 0x2e, 0x6a]), content: text('4') },
        { name: Buffer.from('gespräch.json'), content: text('5') },
        { name: '__MACOSX/._a.json', content: text('6') },
        { name: 'link', content: text('/etc/passwd'), external: 0o120777 * 65536 },
      ]),
    );
    expect([...bundle.entries].map((entry) => entry.name).toSorted()).toEqual(
      ['absolute.json', 'etc/passwd', 'gespräch.json', 'windows/x.json', 'ü.j'].toSorted(),
    );
    expect(bundle.problems.map((problem) => problem.code)).toEqual(['symlink']);
  });

  test('without its table of contents gives its members however they were written', async () => {
    const long = Buffer.from('[1,2,3] PK\x07\x08 '.repeat(50_000));
    const streamed = zipOf([
      { name: 'a.json', content: long, streamed: true },
      { name: 'stored.json', content: long, method: 0, streamed: true },
      { name: 'b.json', content: '[4]', wide: true },
      { name: 'secret.json', content: '[5]', flags: 1 },
      { name: 'c.json', content: '[6]', streamed: true },
    ]);
    const bundle = await open(streamed.subarray(0, streamed.indexOf('PK\x01\x02', 'latin1')));
    expect([...bundle.entries].map(({ name, size }) => [name, size])).toEqual([
      ['a.json', long.length],
      ['b.json', 3],
      ['c.json', 3],
      ['stored.json', long.length],
    ]);
    expect(bundle.problems.map(({ code }) => code)).toEqual(['zip-truncated', 'unreadable-member']);
    for (const name of ['a.json', 'stored.json']) expect(await contentOf(bundle, name)).toBe(long.toString());
    for (const name of ['b.json', 'c.json']) expect(await contentOf(bundle, name)).toMatch(/^\[[46]\]$/);
    // One zip behind another, and one that ends with a member which is a zip.
    const two = await open(
      Buffer.concat([zipOf([{ name: 'a.json', content: '[1]' }]), zipOf([{ name: 'b.json', content: '[2]' }])]),
    );
    expect([...two.entries].map(({ name }) => name)).toEqual(['a.json', 'b.json']);
    const inner = zipOf([{ name: 'inner.json', content: '[2]' }]);
    const outer = zipOf([
      { name: 'a.json', content: '[1]' },
      { name: 'inner.zip', content: inner, method: 0 },
    ]);
    const cut = await open(outer.subarray(0, outer.lastIndexOf('PK\x05\x06', undefined, 'latin1') - 20));
    expect([...cut.entries].map(({ name }) => name)).toEqual(['a.json', 'inner.zip']);
  });

  test('of 64 bits is read, also behind something else', async () => {
    const zip = [
      { name: 'a.json', content: '[1]', wide: true },
      { name: 'b.json', content: '[2]' },
    ];
    for (const shape of [
      { wide: true },
      { wide: true, before: Buffer.from('a stub') },
      { wide: true, after: Buffer.alloc(999) },
    ]) {
      const bundle = await open(zipOf(zip, shape));
      expect([...bundle.entries].map(({ name }) => name)).toEqual(['a.json', 'b.json']);
      expect(await contentOf(bundle, 'a.json')).toBe('[1]');
    }
  });

  test('with two members of one name gives both', async () => {
    const bundle = await open(
      zipOf([
        { name: 'a.json', content: text('[1]') },
        { name: 'a.json', content: text('[2]') },
      ]),
    );
    expect(await contentOf(bundle, 'a.json')).toBe('[2]');
    expect(await contentOf(bundle, '(2)/a.json')).toBe('[1]');
  });

  test('says which members are encrypted or packed in a way that is not supported', async () => {
    const bundle = await open(
      zipOf([
        { name: 'secret.json', content: text('[1]'), flags: 1 },
        { name: 'odd.json', content: text('[1]'), method: 9 },
        { name: 'fine.json', content: text('[1]') },
      ]),
    );
    expect([...bundle.entries].map((entry) => entry.name)).toEqual(['fine.json']);
    expect(bundle.problems.map((problem) => problem.message)).toEqual([
      expect.stringContaining('password'),
      expect.stringContaining('method 9'),
    ]);
  });

  test('that lies about sizes and sums is found out while it is read', async () => {
    const long = text('x'.repeat(100_000));
    const bundle = await open(
      zipOf([
        { name: 'longer.json', content: long, size: 10 },
        { name: 'shorter.json', content: text('[1]'), size: 1000 },
        { name: 'sum.json', content: text('[1]'), crc: 1 },
      ]),
    );
    await expect(contentOf(bundle, 'longer.json')).rejects.toThrow(/more than it says/);
    await expect(contentOf(bundle, 'shorter.json')).rejects.toThrow(/cut short/);
    await expect(contentOf(bundle, 'sum.json')).rejects.toThrow(/checksum/);
  });

  test('bomb is stopped by its ratio and by the budget, and members that share bytes are not read', async () => {
    const zeros = Buffer.alloc(limits.ratioFrom + 10 * 1024 * 1024);
    const bundle = await open(zipOf([{ name: 'zeros.json', content: zeros, packed: deflateRawSync(zeros, { level: 9 }) }]));
    await expect(contentOf(bundle, 'zeros.json')).rejects.toThrow(/zip bomb/);
    const small = await openZip(bufferSource(zipOf([{ name: 'a.json', content: text('x'.repeat(1000)) }])), '', { left: 500 });
    await expect(contentOf(small, 'a.json')).rejects.toThrow(/64 GB/);
    const shared = await open(
      zipOf([
        { name: 'a.json', content: text('[1]') },
        { name: 'b.json', content: text('[1]'), at: 0 },
      ]),
    );
    expect(shared.entries).toHaveLength(1);
    expect(shared.problems[0]?.code).toBe('overlapping-member');
  });
});
