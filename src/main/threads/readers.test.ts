import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { startReaders, type Readers } from './readers.ts';

/** A reader thread that is busy for as long as it is told, like a statement that cannot be stopped. */
const reader = `
import { serveThread, threadData, isStopped } from '${pathToFileURL(join(import.meta.dirname, 'thread.ts')).href}';
const data = threadData();
serveThread(data, (emit) => ({
  answer: async (name, body) => {
    const { query, left, busy = 0, until = false, die = false } = JSON.parse(body);
    emit('started', JSON.stringify(name + ' ' + query));
    if (die) process.exit(1);
    const end = performance.now() + busy;
    while (performance.now() < end || (until && !isStopped(data)));
    return left ? JSON.stringify({ query, reading: { done: 1, of: left } }) : JSON.stringify(query);
  },
  close: () => {},
}));
`;

let dir = '';
let readers: Readers;
let started: string[] = [];
beforeEach(() => {
  dir = temporaryFolder();
  writeFileSync(join(dir, 'reader.ts'), reader);
  readers = startReaders(join(dir, 'reader.ts'), dir, 2);
  started = [];
  readers.onEvent((_name, body) => started.push(JSON.parse(body)));
});
afterEach(async () => {
  await readers.close();
});

const ask = (name: string, query: string, more: object = {}, client = 1, signal?: AbortSignal): Promise<string> =>
  readers.call(client, name, JSON.stringify({ query, ...more }), signal);

/** Both threads have started and run something that ends when `release` is called. */
async function occupyBoth(): Promise<() => Promise<unknown>> {
  const one = new AbortController();
  const two = new AbortController();
  const running = [
    ask('messages', 'one', { until: true }, 9, one.signal),
    ask('messages', 'two', { until: true }, 9, two.signal),
  ];
  while (started.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  return () => {
    one.abort();
    two.abort();
    return Promise.all(running);
  };
}

describe('while both readers are busy', () => {
  test('a newer search takes the place of one that waits, of the same client only', async () => {
    const release = await occupyBoth();
    const older = ask('search', 'ca').catch((error: unknown) => error);
    const elsewhere = ask('search', 'dog', {}, 2);
    const newer = ask('search', 'cats');
    expect(await older).toMatchObject({ code: 'Cancelled' });
    await release();
    expect(await newer).toBe('"cats"');
    expect(await elsewhere).toBe('"dog"');
    expect(started).not.toContain('search ca');
  });

  test('another page of the same search takes nobody’s place', async () => {
    const release = await occupyBoth();
    const pages = Promise.all([ask('search', 'cats', { cursor: 1 }), ask('search', 'cats', { cursor: 2 })]);
    await release();
    expect(await pages).toEqual(['"cats"', '"cats"']);
  });

  test('what was asked and dropped before its turn never runs', async () => {
    const release = await occupyBoth();
    const controller = new AbortController();
    const dropped = ask('hits', 'never', {}, 1, controller.signal);
    controller.abort();
    await expect(dropped).rejects.toMatchObject({ code: 'Cancelled' });
    await release();
    await ask('hits', 'after');
    expect(started).not.toContain('hits never');
  });

  test('reading comes before searching, searching before counting', async () => {
    const single = startReaders(join(dir, 'reader.ts'), dir, 1);
    const order: string[] = [];
    single.onEvent((_name, body) => order.push(JSON.parse(body)));
    const names = ['messages', 'facets', 'search', 'messages', 'outline'];
    await Promise.all(names.map((name, index) => single.call(1, name, JSON.stringify({ query: `${index}`, busy: 20 }))));
    await single.close();
    expect(order).toEqual(['messages 0', 'messages 3', 'outline 4', 'search 2', 'facets 1']);
  });
});

describe('a scan', () => {
  test('leaves one reader free: a second scan waits for it, a search does not', async () => {
    const controller = new AbortController();
    const scan = ask('facets', 'long', { until: true }, 1, controller.signal);
    const second = ask('histogram', 'later');
    expect(await ask('search', 'quick')).toBe('"quick"');
    while (!started.includes('facets long')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(started).not.toContain('histogram later');
    controller.abort();
    await scan;
    expect(await second).toBe('"later"');
  });
});

describe('a search that reads', () => {
  test.each([
    ['because of an expression', '/ab+c/', async () => undefined],
    ['because its last answer was not whole', 'words', () => ask('total', 'words', { left: 7 })],
  ])('%s goes where scans go, and a newer one finds a reader free', async (_why, query, before) => {
    await before();
    const controller = new AbortController();
    const scan = ask('facets', 'long', { until: true }, 1, controller.signal);
    const reading = ask('search', query);
    expect(await ask('search', 'quick', {}, 2)).toBe('"quick"');
    while (!started.includes('facets long')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(started).not.toContain(`search ${query}`);
    controller.abort();
    await scan;
    expect(await reading).toBe(JSON.stringify(query));
  });
});

describe('a reader that dies', () => {
  test('again and again fails what waits, and says why', async () => {
    const broken = startReaders(join(dir, 'none.ts'), dir, 2);
    const asked = [1, 2, 3].map((client) => broken.call(client, 'messages', '{}').catch((error: unknown) => error));
    const errors = await Promise.all(asked);
    for (const error of errors) expect(error).toMatchObject({ code: 'Internal' });
    await broken.close();
  });

  test('fails its one request, and is replaced', async () => {
    await expect(ask('messages', 'x', { die: true })).rejects.toMatchObject({ code: 'Internal' });
    await expect(ask('messages', 'x', { die: true })).rejects.toMatchObject({ code: 'Internal' });
    expect(await Promise.all([ask('messages', 'a'), ask('messages', 'b'), ask('messages', 'c')])).toEqual(['"a"', '"b"', '"c"']);
  });
});
