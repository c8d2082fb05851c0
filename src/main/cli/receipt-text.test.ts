import { expect, test } from 'vitest';
import { addTally, noCounts, noTally, type Receipt, type ReceiptInput, type Tally } from '../../shared/receipt.ts';
import { receiptExitCode, receiptLine, receiptText } from './receipt-text.ts';

const input = (given: Partial<ReceiptInput>): ReceiptInput => ({
  ...noTally,
  path: 'export.zip',
  provider: 'chatgpt',
  bytes: 1234,
  sha256: null,
  skipped: null,
  issues: [],
  issueCount: 0,
  drift: [],
  ignoredEntries: [],
  reason: null,
  ...given,
});

const receipt = (inputs: readonly ReceiptInput[], given: Partial<Receipt> = {}): Receipt => ({
  runId: 3,
  status: 'completed',
  startedAt: '2025-03-01T10:00:00.000Z',
  durationMs: 1500,
  inputs,
  totals: inputs.reduce<Tally>((sum, one) => addTally(sum, one), noTally),
  undone: false,
  kind: 'import',
  ...given,
});

const read = { conversations: { ...noCounts, read: 3, added: 2, unchanged: 1 } };
const broken = { conversations: { ...noCounts, read: 1, quarantined: 1 } };
const unknown = input({ path: 'holiday.jpg', provider: null, reason: 'A picture, not an export.' });

test.each([
  ['everything read', receipt([input(read)]), 0],
  ['nothing in it', receipt([input({})]), 0],
  ['nothing recognised', receipt([unknown]), 1],
  ['one of two not recognised', receipt([input(read), unknown]), 3],
  ['a record quarantined', receipt([input(broken)]), 3],
  ['one input with lines of two kinds', receipt([input(read), input({ provider: null })]), 0],
  ['cancelled', receipt([input(read)], { status: 'cancelled' }), 1],
  ['failed', receipt([], { status: 'failed' }), 1],
])('the exit code when %s', (_case, made, code) => expect(receiptExitCode(made)).toBe(code));

test('a receipt names what became of everything', () => {
  const issue = { code: 'BadJson', message: 'Not JSON.', where: 'conversations.json#4', raw: '{' };
  const text = receiptText(
    receipt([
      input({
        ...read,
        issues: [issue],
        issueCount: 7,
        drift: [{ kind: 'field', path: 'mapping.new', count: 12, example: 'string' }],
        ignoredEntries: [{ name: 'user.json', reason: 'account data' }],
      }),
      unknown,
    ]),
  );
  expect(text).toContain(
    'export.zip · ChatGPT · 1.2 kB\n  conversations 3 read: 2 added, 1 unchanged\n  7 issues\n    conversations.json#4: Not JSON.\n    and 6 more',
  );
  expect(text).toContain('new in this export: 1 field: mapping.new (12×)');
  expect(text).toContain('not a conversation: user.json: account data');
  expect(text).toContain('holiday.jpg · not recognised · 1.2 kB\n  A picture, not an export.\n');
});

test('what an import brought is one line', () => {
  const brought = input({
    conversations: { ...noCounts, read: 4, added: 2, updated: 1, quarantined: 1 },
    messages: { ...noCounts, read: 9, added: 9 },
    issueCount: 1,
  });
  expect(receiptLine(receipt([brought])).replace(/^\S+ \S+ · /, '')).toBe(
    'run 3 · 2 conversations added · 1 conversation updated · 9 messages added · 1 issue',
  );
});
