import { expect, test } from 'vitest';
import { noTally, type ReceiptInput } from '../../shared/receipt.ts';
import { driftOf, reportOf } from './drift.ts';

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
  expect(reportOf('Polylogue 1', rows)).toBe(
    'Polylogue 1\n\nchatgpt\ttype\tcontent_type: hologram\t9\t{parts:[string]}\nchatgpt\tfield\tmessage.metadata.mood\t5\tstring\n',
  );
});
