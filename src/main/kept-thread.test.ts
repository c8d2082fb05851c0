import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { keepThread } from './kept-thread.ts';

test('a thread that dies is replaced: its call fails, the next is answered', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-kept-'));
  const entry = join(dir, 'thread.ts');
  writeFileSync(
    entry,
    `import { serveThread, threadData } from '${pathToFileURL(join(import.meta.dirname, 'threads.ts')).href}';
     serveThread(threadData(), (emit) => ({
       answer: async (name, body) => { if (name === 'die') setImmediate(() => { throw new Error('Out of luck.'); }); else emit('seen', body); return name === 'die' ? new Promise(() => {}) : body; },
       close: () => {},
     }));`,
  );
  const faults: (string | undefined)[] = [];
  const seen: string[] = [];
  let restarted = () => {};
  const again = new Promise<void>((resolve) => (restarted = resolve));
  const thread = keepThread(entry, dir, {
    onEvent: (_name, body) => seen.push(body),
    restarted,
    died: (fault) => faults.push(fault?.message),
  });
  expect(await thread.call('ask', '1')).toBe('1');
  await expect(thread.call('die', '2')).rejects.toMatchObject({ code: 'Internal' });
  await again;
  expect(await thread.call('ask', '3')).toBe('3');
  expect(faults).toEqual(['Out of luck.']);
  expect(seen).toEqual(['1', '3']);
  await thread.close();
  await expect(thread.call('ask', '4')).rejects.toMatchObject({ code: 'Internal' });
  rmSync(dir, { recursive: true });
});
