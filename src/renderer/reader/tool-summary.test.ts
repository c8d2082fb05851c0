import { expect, test } from 'vitest';
import { toolSummary } from './tool-summary.ts';

const call = (input: Parameters<typeof toolSummary>[0]['input'], title?: string) =>
  toolSummary({ type: 'tool-call', callId: '1', name: 'x', input, ...(title !== undefined && { title }) });

test('a card says in one line what the call does', () => {
  expect(call({ description: 'List files', command: 'ls -la\n  src' })).toBe('ls -la src');
  expect(call({ command: ['bash', '-lc', 'ls'] })).toBe('bash -lc ls');
  expect(call({ file_path: '/a/b.ts', content: 'long' })).toBe('/a/b.ts');
  expect(call({ depth: 3, topic: 'graphs' })).toBe('depth: 3, topic: graphs');
  expect(call({}, 'Searched the web')).toBe('Searched the web');
  expect(call({ deep: { er: 1 } })).toBe('');
});
