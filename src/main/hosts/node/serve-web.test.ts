import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { placesAt } from '../../places.ts';
import { serveWeb, type WebHost } from './serve-web.ts';
import { temporaryFolder } from '../../archive/temporary-folder.ts';

const main = join(import.meta.dirname, '../..');
const places = placesAt(main, '.ts');
let dir = '';
const open: WebHost[] = [];
beforeEach(() => {
  dir = temporaryFolder();
});
afterEach(async () => {
  for (const web of open.splice(0)) await web.close();
});

async function serveAt(name: string, port: number | null): Promise<URL> {
  const web = await serveWeb({ dir: join(dir, name), port, ...places });
  open.push(web);
  return new URL(web.url);
}

describe('the address of the window', () => {
  test('keeps its key after a restart, so that an open window finds its way back', async () => {
    const first = await serveAt('archive', 0);
    await open.pop()?.close();
    const again = await serveAt('archive', Number(first.port));
    expect(again.href).toBe(first.href);
    if (process.platform !== 'win32') expect(statSync(join(dir, 'archive', 'web-token')).mode & 0o077).toBe(0);
  });

  test('has another key for another archive', async () => {
    const [one, two] = [await serveAt('one', 0), await serveAt('two', 0)];
    expect(one.searchParams.get('token')).not.toBe(two.searchParams.get('token'));
    expect((await fetch(new URL(`/?token=${one.searchParams.get('token')}`, two), { redirect: 'manual' })).status).toBe(401);
  });
});

describe('a port that is taken', () => {
  test('is named when it was asked for, and the archive is closed again', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(serveAt('archive', port)).rejects.toThrow(`Port ${port} is taken`);
    await new Promise((resolve) => other.close(resolve));
    await serveAt('archive', port);
  });
});

describe('the program', () => {
  test('prints one URL, serves, and ends when it is asked to', async () => {
    const child = spawn(process.execPath, [join(main, 'serve.ts'), '--archive', join(dir, 'archive'), '--port', '0']);
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    let output = '';
    const line = new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('\n')) resolve(output.trim());
      });
    });
    const url = await line;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+$/);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    child.kill('SIGTERM');
    // Windows has no such signal: there the process is ended.
    expect(await ended).toBe(process.platform === 'win32' ? null : 0);
    expect(output).toBe(`${url}\n`);
  });

  test('ends when its key cannot be written, instead of staying without a window', async () => {
    mkdirSync(join(dir, 'archive', 'web-token'), { recursive: true });
    const child = spawn(process.execPath, [join(main, 'serve.ts'), '--archive', join(dir, 'archive'), '--port', '0']);
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(1);
  });

  test('says what is wrong with a port, and ends with 2', async () => {
    const child = spawn(process.execPath, [join(main, 'serve.ts'), '--archive', join(dir, 'archive'), '--port', 'x']);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(2);
    expect(said).toBe('“x” is no port: give a number from 0 to 65535.\n');
  });
});
