import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { limits } from '../inputs/bundle.ts';
import { goodExport, scene, titlesIn } from './hostile.fixture.ts';
import type { Work } from '../run.ts';
import { extraField, zipOf, type Member } from '../inputs/zip.fixture.ts';

const at = scene('hostile-zips');
const good: Member = { name: 'conversations.json', content: goodExport(1, 2) };
const zeros = Buffer.alloc(limits.ratioFrom + 16 * 1024 ** 2);
const packedZeros = deflateRawSync(zeros, { level: 9 });
const work = (): Work => ({ hashed: 0, parsed: 0 });

describe('a zip bomb', () => {
  test('by its ratio is stopped, and what stands beside it imported', async () => {
    // JSON to the eye of the sample, so that it is read as far as it goes.
    const text = Buffer.concat([Buffer.from(`[${goodExport(9).slice(1, -1)},"`), zeros]);
    const done = work();
    const zip = at.file('ratio.zip', zipOf([good, { name: 'conversations-9.json', content: text }]));
    const { receipt, lines, dir } = await at.run([zip], { work: done });
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^zip-bomb conversations-9\.json: .*more than 600 times its size, as in a zip bomb; reading stopped there/,
      ),
    );
    expect(receipt.totals.conversations).toMatchObject({ added: 3 });
    expect(titlesIn(dir)).toEqual(['Conversation 1', 'Conversation 2', 'Conversation 9']);
    expect(done.unpacked).toBeLessThan(limits.ratioFrom + 10 * 1024 ** 2);
  });

  test('of zeros that are no export is looked at only where it begins', async () => {
    const done = work();
    const zip = at.file('zeros.zip', zipOf([good, { name: 'zeros.json', content: zeros, packed: packedZeros }]));
    const { receipt } = await at.run([zip], { work: done });
    expect(receipt.totals.conversations.added).toBe(2);
    expect(done.unpacked).toBeLessThan(16 * 1024 ** 2);
  });

  test('of zips in zips in zips is opened three deep', async () => {
    // Like 42.zip: each zip holds five more, to a depth of six.
    const small = zeros.subarray(0, 1024 ** 2);
    let inner = zipOf([{ name: '0.json', content: small }]);
    for (let depth = 0; depth < 6; depth++)
      inner = zipOf(Array.from({ length: 5 }, (_, n) => ({ name: `lib ${n}.zip`, content: inner })));
    const done = work();
    const { receipt, issues } = await at.run([at.file('42.zip', inner), at.file('beside.json', goodExport(1))], { work: done });
    expect(receipt.totals.conversations.added).toBe(1);
    expect(receipt.inputs[0]).toMatchObject({
      issueCount: 5 ** 4,
      reason: expect.stringContaining('no files that could be read'),
    });
    expect(issues[0]).toMatchObject({
      code: 'too-deep',
      where: 'lib 0.zip/lib 0.zip/lib 0.zip/lib 0.zip',
      message: expect.stringContaining('Zips are opened 3 deep'),
    });
    expect(done.unpacked).toBeLessThan(limits.ratioFrom);
  });

  test('of members that share their bytes is read once', async () => {
    const shared = [1, 2, 3].map((n): Member => ({ ...good, name: `copy-${n}.json`, at: 0 }));
    const { receipt, lines } = await at.run([at.file('shared.zip', zipOf([good, ...shared]))]);
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 2 });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('overlapping-member copy-1.json: This member overlaps another one, as in a zip bomb; it was not read.');
  });

  test('in a single packed file is stopped, too', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(goodExport(3, 4).slice(0, -1)), Buffer.from(',"'), zeros]), { level: 9 });
    const { receipt, lines, dir } = await at.run([at.file('conversations.json.gz', bomb)]);
    expect(lines[0]).toMatch(/^zip-bomb .*This file unpacks to more than 600 times its size, as a bomb does/);
    expect(receipt.totals.conversations).toMatchObject({ added: 2, quarantined: 1 });
    expect(titlesIn(dir)).toHaveLength(2);
  });
});

test('a packed file that is cut short gives what it has, and says so', async () => {
  const packed = gzipSync(goodExport(1, 2, 3, 4, 5, 6));
  const { receipt, lines, dir } = await at.run([
    at.file('cut/conversations.json.gz', packed.subarray(0, Math.floor(packed.length * 0.8))),
    at.file('whole.json', goodExport(7)),
  ]);
  expect(lines[0]).toMatch(/^packed-damaged .*This file is damaged or cut short/);
  expect(receipt.totals.conversations.quarantined).toBe(1);
  expect(titlesIn(dir)).toContain('Conversation 1');
  expect(titlesIn(dir)).toContain('Conversation 7');
});

test('names of members are for naming only: nothing is written by them', async () => {
  const names: readonly (string | Uint8Array)[] = [
    '../../../../tmp/polylogue-escaped.json',
    '/absolute.json',
    'C:\\Users\\me\\drive.json',
    'back\\slash\\conversations.json',
    'nul\0.json',
    Buffer.from([0x81, 0x2e, 0x6a, 0x73, 0x6f, 0x6e]), // CP437: ü.json
    Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x2e, 0x6a, 0x73, 0x6f, 0x6e]), // Shift-JIS: 日本.json
    Buffer.from('ohne Fähnchen.json'), // UTF-8 without its flag
    'e\u0301.json', // As macOS writes é
  ];
  const unicode = extraField(0x7075, Buffer.concat([Buffer.from([1]), crcOf('?.json'), Buffer.from('真.json')]));
  const members: readonly Member[] = [
    ...names.map((name, n): Member => ({ name, content: goodExport(n + 1) })),
    { name: '?.json', content: goodExport(50), extra: unicode },
    { name: 'link.json', content: '/etc/passwd', external: 0o120777 * 65536 },
    { name: 'folder/', content: '', method: 0 },
    { name: '__MACOSX/._conversations.json', content: 'litter' },
  ];
  const { receipt, lines, issues } = await at.run([at.file('names.zip', zipOf(members))]);
  expect(receipt.totals.conversations).toMatchObject({ read: 10, added: 10 });
  expect(lines).toEqual(['symlink link.json: A symbolic link is not followed.']);
  expect(issues).toHaveLength(1);
});

test('two members of one name are both read; the later one is called by it', async () => {
  const { receipt } = await at.run([at.file('twice.zip', zipOf([good, { ...good, content: goodExport(2, 3) }]))]);
  expect(receipt.totals.conversations).toMatchObject({ read: 4, added: 3, unchanged: 1 });
});

test('members that cannot be read are named, and the others imported', async () => {
  const broken = zipOf([
    good,
    { name: 'secret.json', content: goodExport(3), flags: 1 },
    { name: 'deflate64.json', content: goodExport(4), method: 9 },
    { name: 'lzma.json', content: goodExport(5), method: 14 },
    { name: 'sum.json', content: goodExport(6), crc: 1 },
    { name: 'longer.json', content: goodExport(7), size: 100 },
    { name: 'shorter.json', content: goodExport(8), size: 1_000_000 },
    { name: 'garbage.json', content: goodExport(9), packed: Buffer.alloc(500, 0xee) },
  ]);
  const { receipt, lines } = await at.run([at.file('broken.zip', broken)]);
  expect(lines.toSorted().map((line) => line.slice(0, 70))).toEqual(
    [
      'member-damaged garbage.json: This member of the zip is damaged (invalid',
      'member-damaged shorter.json: This member of the zip is cut short; what is there',
      'member-damaged sum.json: This member of the zip is damaged (its checksum does no',
      'member-lies longer.json: This member of the zip unpacks to more than it says, as',
      'unreadable-member deflate64.json: This member of the zip is packed in a',
      'unreadable-member lzma.json: This member of the zip is packed in a',
      'unreadable-member secret.json: This member of the zip is encrypted with',
    ].map((line) => expect.stringContaining(line.slice(0, 50))),
  );
  // What is whole in the damaged ones is there.
  expect(receipt.totals.conversations).toMatchObject({ added: 4 });
});

describe('a zip', () => {
  test('of 64 bits, streamed, or with bytes before and after it is read', async () => {
    const inputs = [
      at.file('wide.zip', zipOf([{ ...good, wide: true }], { wide: true })),
      at.file('streamed.zip', zipOf([{ ...good, content: goodExport(3), streamed: true }])),
      at.file('before.zip', zipOf([{ ...good, content: goodExport(4) }], { before: Buffer.from('#!/bin/sh\nexit\n') })),
      at.file(
        'after.zip',
        zipOf([{ ...good, content: goodExport(5) }], { after: Buffer.alloc(70_000, 10), comment: 'PK\x05\x06 no' }),
      ),
    ];
    const { receipt, lines } = await at.run(inputs);
    expect(lines).toEqual([]);
    expect(receipt.totals.conversations).toMatchObject({ read: 5, added: 5 });
  });

  test('with more members than 16 bits count', async () => {
    const many = Array.from({ length: 66_000 }, (_, n): Member => ({ name: `audio/${n}.wav`, content: 'x', method: 0 }));
    const { receipt, lines } = await at.run([at.file('many.zip', zipOf([...many, good], { wide: true }))]);
    expect(lines).toEqual([]);
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 2 });
  });

  test('without its end says to download it again, and gives what is whole; downloaded again, the rest comes', async () => {
    const whole = zipOf([
      { name: 'conversations-000.json', content: goodExport(1, 2), streamed: true },
      { name: 'conversations-001.json', content: goodExport(3, 4, 5), streamed: true },
      { name: 'user.json', content: '{"id":"user-1"}', streamed: true },
    ]);
    const zip = at.file('download/export.zip', whole);
    const second = whole.indexOf('PK\x03\x04', 4, 'latin1');
    const third = whole.indexOf('PK\x03\x04', second + 4, 'latin1');
    truncateSync(zip, Math.floor(second + (third - second) * 0.8));
    const { receipt, lines, dir } = await at.run([zip]);
    expect(lines).toContainEqual(
      'zip-truncated : The zip is cut short: its table of contents, which comes last, is missing. The download did not finish; ' +
        'download it again. 2 files in it could be found without it; what of them is whole was read.',
    );
    expect(receipt.totals.conversations.added).toBeGreaterThanOrEqual(3);
    expect(receipt.totals.conversations.quarantined).toBe(1);
    writeFileSync(zip, whole);
    const again = await at.run([zip], { dir });
    expect(again.lines).toEqual([]);
    expect(again.receipt.totals.conversations).toMatchObject({ read: 5, quarantined: 0 });
    expect(titlesIn(dir)).toEqual([1, 2, 3, 4, 5].map((n) => `Conversation ${n}`));
    // What is cut off does not say that anything is gone.
    writeFileSync(zip, whole.subarray(0, second + 200));
    await at.run([zip], { dir });
    expect(titlesIn(dir)).toHaveLength(5);
  });

  test('cut short before anything can be found is refused in words', async () => {
    const { receipt, lines } = await at.run([
      at.file('head.zip', zipOf([good]).subarray(0, 20)),
      at.file('fine.json', goodExport(1)),
    ]);
    expect(lines).toEqual([expect.stringMatching(/^zip-truncated : The zip is cut short: .*download it again\.$/)]);
    expect(receipt.inputs[0]?.reason).toContain('download it again');
    expect(receipt.totals.conversations.added).toBe(1);
  });

  test('cut short at any place gives what is whole, in words', async () => {
    const whole = readFileSync(
      at.file(
        'any.zip',
        zipOf([
          { ...good, streamed: true },
          { name: 'user.json', content: '{}' },
        ]),
      ),
    );
    const inputs = Array.from({ length: 24 }, (_, n) =>
      at.file(`any/${n}.zip`, whole.subarray(0, Math.floor(((n + 1) * whole.length) / 25))),
    );
    const { receipt } = await at.run(inputs);
    for (const input of receipt.inputs) expect(JSON.stringify(input.issues)).toContain('download it again');
    expect(receipt.totals.conversations.added).toBe(2);
  });
});

function crcOf(name: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(Buffer.from(name)));
  return bytes;
}
