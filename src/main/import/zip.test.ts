import { createDeflateRaw, crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { limits, ReadError, type Bundle } from './bundle.ts';
import { allOf, bufferSource } from './bytes.ts';
import { newBudget } from './open-input.ts';
import { openZip } from './zip.ts';

interface Member {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly external?: number;
  /** Use the bytes of an earlier member, as a bomb does. */
  readonly at?: number;
}

/** A zip written by hand, so that it can say what is not so. */
function zipOf(members: readonly Member[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  const offsets: number[] = [];
  for (const member of members) {
    const name = Buffer.from(member.name);
    const method = member.method ?? 8;
    const data = method === 8 ? deflateRawSync(member.content) : Buffer.from(member.content);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(0x0314, 4);
    header.writeUInt16LE(20, 6);
    header.writeUInt16LE(member.flags ?? 0, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(member.crc ?? crc32(member.content), 16);
    header.writeUInt32LE(data.length, 20);
    header.writeUInt32LE(member.size ?? member.content.length, 24);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt32LE(member.external ?? 0, 38);
    header.writeUInt32LE(member.at === undefined ? offset : (offsets[member.at] ?? 0), 42);
    offsets.push(offset);
    central.push(header, name);
    if (member.at !== undefined) continue;
    const lead = Buffer.alloc(30);
    lead.writeUInt32LE(0x04034b50, 0);
    lead.writeUInt16LE(method, 8);
    lead.writeUInt16LE(name.length, 26);
    local.push(lead, name, data);
    offset += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

const text = (content: string): Uint8Array => Buffer.from(content);
const open = (bytes: Uint8Array): Promise<Bundle> => openZip(bufferSource(bytes), '', newBudget());

async function contentOf(bundle: Bundle, name: string): Promise<string> {
  const entry = bundle.entries.find((one) => one.name === name);
  if (entry === undefined) throw new Error(`no ${name} among ${bundle.entries.map((one) => one.name).join(', ')}`);
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
      expect(bundle.entries.map((entry) => entry.name)).toEqual(['a.json', 'b.json']);
      expect(await contentOf(bundle, 'a.json')).toBe('[2]');
      expect(await contentOf(bundle, 'b.json')).toBe('[1]');
    }
  });

  test('cut short anywhere is refused in words or still whole, and never fails otherwise', async () => {
    const zip = zipOf([
      { name: 'a.json', content: text('[1,2,3]') },
      { name: 'b.json', content: text('[4]'.repeat(100)) },
    ]);
    for (let cut = 0; cut < zip.length; cut++) {
      await expect(open(zip.subarray(0, cut))).rejects.toThrow(/cut short|cannot be read/);
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
    expect(bundle.entries.map((entry) => entry.name).toSorted()).toEqual(
      ['absolute.json', 'etc/passwd', 'gespräch.json', 'windows/x.json', 'ü.j'].toSorted(),
    );
    expect(bundle.problems.map((problem) => problem.code)).toEqual(['symlink']);
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
    expect(bundle.entries.map((entry) => entry.name)).toEqual(['fine.json']);
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
    const zeros = await bomb(limits.ratioFrom + 10 * 1024 * 1024);
    const bundle = await openZip(bufferSource(zeros), '', newBudget());
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

/** A zip of one member of so many zeros, made without holding them. */
async function bomb(size: number): Promise<Buffer> {
  const deflate = createDeflateRaw({ level: 9 });
  const packed: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => packed.push(chunk));
  const piece = Buffer.alloc(1024 * 1024);
  let sum = 0;
  for (let left = size; left > 0; left -= piece.length) {
    const part = piece.subarray(0, Math.min(left, piece.length));
    sum = crc32(part, sum);
    if (!deflate.write(part)) await new Promise<void>((resolve) => void deflate.once('drain', resolve));
  }
  await new Promise<void>((resolve) => void deflate.end(resolve));
  const data = Buffer.concat(packed);
  const zip = zipOf([{ name: 'zeros.json', content: data, method: 0, crc: sum, size }]);
  // Stored became deflated: in the local header and in the directory.
  zip.writeUInt16LE(8, 8);
  zip.writeUInt16LE(8, 30 + 10 + data.length + 10);
  return zip;
}
