import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { keepThread } from './kept-thread.ts';

function threadFile(): { readonly dir: string; readonly entry: string } {
  const dir = temporaryFolder();
  const entry = join(dir, 'thread.ts');
  writeFileSync(
    entry,
    `import { serveThread, threadData } from '${pathToFileURL(join(import.meta.dirname, 'thread.ts')).href}';
     serveThread(threadData(), (emit) => ({
       answer: async (name, body) => { if (name === 'die') setImmediate(() => { throw new Error('Out of luck.'); }); else emit('seen', body); return name === 'die' ? new Promise(() => {}) : body; },
       close: () => {},
     }));`,
  );
  return { dir, entry };
}

test('a thread that dies is replaced: its call fails, the next is answered', async () => {
  const { dir, entry } = threadFile();
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
});

test('a thread that dies now and then is back as soon each time; one that dies again and again waits longer', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const timer = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => {
    vi.useRealTimers();
    timer.mockRestore();
  });
  const waits: (number | undefined)[] = [];
  const { dir, entry } = threadFile();
  let restarted = (): void => {};
  const thread = keepThread(entry, dir, { onEvent: () => {}, restarted: () => restarted(), died: () => {} });
  for (const worked of [3_600_000, 3_600_000, 3_600_000, 0]) {
    await thread.call('ask', '1');
    vi.setSystemTime(Date.now() + worked);
    timer.mockClear();
    const again = new Promise<void>((resolve) => (restarted = resolve));
    await expect(thread.call('die', '2')).rejects.toMatchObject({ code: 'Internal' });
    await again;
    waits.push(...timer.mock.calls.map(([, wait]) => wait));
  }
  expect(waits).toEqual([100, 100, 100, 400]);
  await thread.close();
});
