import { expect, test } from 'vitest';
import fc from 'fast-check';
import { noTally, type ReceiptInput } from './receipt.ts';
import { driftOf, driftTotals, shapeReport } from './shape-report.ts';
import { shapeOf } from './shape.ts';

const input = (path: string, drift: ReceiptInput['drift']): ReceiptInput => ({
  ...noTally,
  path,
  provider: 'chatgpt',
  bytes: 1,
  sha256: null,
  skipped: null,
  issues: [],
  issueCount: 0,
  drift,
  parser: 7,
  ignoredEntries: [],
  reason: null,
});

test('the same thing in several files is one row with the sum', () => {
  const rows = driftOf([
    input('a.zip', [{ kind: 'field', path: 'message.metadata.mood', count: 2, example: 'string' }]),
    input('b.zip', [
      { kind: 'field', path: 'message.metadata.mood', count: 3, example: 'string' },
      { kind: 'type', path: 'content_type: hologram', count: 9, example: '{parts:[string]}' },
    ]),
  ]);
  expect(rows.map(({ path, count }) => [path, count])).toEqual([
    ['content_type: hologram', 9],
    ['message.metadata.mood', 5],
  ]);
  expect(driftTotals(rows)).toBe('1 field, 1 content type');
  expect(shapeReport('1.2', rows)).toBe(
    'Polylogue 1.2: shapes this version does not know\nparsers: chatgpt 7\n\nchatgpt\ttype\tcontent_type: hologram\t9\t{parts:[string]}\nchatgpt\tfield\tmessage.metadata.mood\t5\tstring\n',
  );
});

test('no word of the content is in a report', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ minLength: 9 }), (value, words) => {
      const secret = `§${words.replaceAll(/[\s"\\]/g, '_')}§`;
      const hidden: unknown = JSON.parse(JSON.stringify(value), (_key, held: unknown) =>
        typeof held === 'string' ? secret : held,
      );
      const example = shapeOf({ said: secret, more: hidden });
      const report = shapeReport('1', driftOf([input('a.zip', [{ kind: 'field', path: 'a.b', count: 1, example }])]));
      expect(report).not.toContain(secret);
    }),
    { numRuns: 300 },
  );
});
