import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { inboxIn, safeSegments, type Upload } from './inbox.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';

let dir = '';
beforeEach(() => {
  dir = temporaryFolder();
});

const alone: Upload = { drop: null, path: 'export.zip', size: null, modified: null };

function body(text: string): ReadableStream<Uint8Array> {
  const { body } = new Response(text);
  if (body === null) throw new Error('no body');
  return body;
}

describe('a file that is dropped', () => {
  test('is received whole, hashed, and dated as it was', async () => {
    const inbox = inboxIn(join(dir, 'inbox'));
    const modified = Date.UTC(2024, 4, 5);
    const received = await inbox.receive({ ...alone, size: 5, modified }, body('hello'));
    expect(received).toMatchObject({ bytes: 5, sha256: createHash('sha256').update('hello').digest('hex') });
    const path = await inbox.pathOf(received.inbox);
    expect(readFileSync(path, 'utf8')).toBe('hello');
    expect(path.endsWith('export.zip')).toBe(true);
    expect(statSync(path).mtimeMs).toBe(modified);
  });

  test('leaves nothing behind when it arrives incomplete', async () => {
    const inbox = inboxIn(join(dir, 'inbox'));
    await expect(inbox.receive({ ...alone, drop: 'abcdefgh', size: 6 }, body('hello'))).rejects.toMatchObject({
      code: 'BadInput',
    });
    expect(readdirSync(join(dir, 'inbox', 'abcdefgh'))).toEqual([]);
    await expect(inbox.pathOf('abcdefgh')).rejects.toMatchObject({ code: 'NotFound' });
  });

  test('leaves nothing behind when the connection breaks', async () => {
    const inbox = inboxIn(join(dir, 'inbox'));
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(10));
        controller.error(new Error('gone'));
      },
    });
    await expect(inbox.receive({ ...alone, drop: 'abcdefgh' }, broken)).rejects.toThrow('gone');
    expect(readdirSync(join(dir, 'inbox', 'abcdefgh'))).toEqual([]);
  });

  test('is refused a second time under the same name', async () => {
    const inbox = inboxIn(join(dir, 'inbox'));
    const upload = { ...alone, drop: 'abcdefgh' };
    await inbox.receive(upload, body('first'));
    await expect(inbox.receive(upload, body('second'))).rejects.toMatchObject({ code: 'Conflict' });
    expect(readFileSync(await inbox.pathOf('abcdefgh'), 'utf8')).toBe('first');
  });
});

describe('several files of one drop', () => {
  test('are one folder with their relative paths', async () => {
    const inbox = inboxIn(join(dir, 'inbox'));
    await inbox.receive({ ...alone, drop: 'abcdefgh', path: 'projects/a/1.jsonl' }, body('1'));
    await inbox.receive({ ...alone, drop: 'abcdefgh', path: 'projects/b/2.jsonl' }, body('2'));
    const folder = await inbox.pathOf('abcdefgh');
    expect(relative(join(dir, 'inbox', 'abcdefgh'), folder)).toBe('projects');
    expect(readFileSync(join(folder, 'b', '2.jsonl'), 'utf8')).toBe('2');
    await inbox.remove('abcdefgh');
    expect(existsSync(folder)).toBe(false);
  });

  test('of which two lie at the top are the drop itself', async () => {
    const inbox = inboxIn(join(dir, 'inbox'));
    await inbox.receive({ ...alone, drop: 'abcdefgh', path: 'a.zip' }, body('1'));
    await inbox.receive({ ...alone, drop: 'abcdefgh', path: 'b.zip' }, body('2'));
    expect(await inbox.pathOf('abcdefgh')).toBe(join(dir, 'inbox', 'abcdefgh'));
  });
});

describe('a hostile name', () => {
  test('never leaves its folder and is a file name on every system', () => {
    const nasty = fc
      .array(fc.oneof(fc.string(), fc.constantFrom('..', '.', '', 'CON', 'a:b', 'C:', '\\', '\u0000', 'x.', ' ')))
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (path) => {
        const segments = safeSegments(path);
        expect(segments.length).toBeGreaterThan(0);
        const target = join('/root', ...segments);
        expect(isAbsolute(relative('/root', target))).toBe(false);
        expect(relative('/root', target).startsWith('..')).toBe(false);
        for (const segment of segments) {
          expect(segment).not.toMatch(/[<>:"|?*\\/\u0000-\u001f]|[. ]$|^\.{0,2}$|^(?:con|nul|aux|prn)(?:\.|$)/i);
          expect(segment.length).toBeLessThan(130);
        }
      }),
    );
  });

  test.each(['../../etc/passwd', '..\\..\\etc\\passwd', '/etc/passwd', 'C:\\etc\\passwd', './a/../../b'])(
    '%s stays inside',
    async (path) => {
      const inbox = inboxIn(join(dir, 'inbox'));
      await inbox.receive({ ...alone, drop: 'abcdefgh', path }, body('x'));
      const found = readdirSync(join(dir, 'inbox'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(found).toHaveLength(1);
      expect(readdirSync(dir)).toEqual(['inbox']);
    },
  );

  test.each(['..', 'a/b', `..${sep}inbox`, '', 'short', 'x'.repeat(65)])('drop id “%s” is none', async (drop) => {
    const inbox = inboxIn(join(dir, 'inbox'));
    await expect(inbox.receive({ ...alone, drop }, body('x'))).rejects.toMatchObject({ code: 'BadInput' });
    await expect(inbox.pathOf(drop)).rejects.toMatchObject({ code: 'NotFound' });
    await inbox.remove(drop);
    expect(existsSync(dir)).toBe(true);
  });
});
