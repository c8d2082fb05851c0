import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ArchiveError } from '../shared/errors.ts';

/** A file on its way in, as the browser describes it. */
export interface Upload {
  /** Files with one drop id become one input; without, the file is an input of its own. */
  readonly drop: string | null;
  /** Relative, with `/`; the file's name when it was dropped alone. Hostile: it may say anything. */
  readonly path: string;
  readonly size: number | null;
  /** Epoch milliseconds. */
  readonly modified: number | null;
}

export interface Received {
  /** What `import` takes as `{ inbox }`. */
  readonly inbox: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The folder where a browser's files wait for their import. */
export interface Inbox {
  readonly receive: (upload: Upload, body: ReadableStream<Uint8Array>) => Promise<Received>;
  /** The path to import: the file or folder that was dropped. NotFound when there is none (any more). */
  readonly pathOf: (inbox: string) => Promise<string>;
  readonly remove: (inbox: string) => Promise<void>;
}

const dropId = /^[\w-]{8,64}$/;

/** @param root the folder, of this process alone; made with the first file */
export function inboxIn(root: string): Inbox {
  const receive: Inbox['receive'] = async (upload, body) => {
    const inbox = upload.drop ?? randomUUID();
    if (!dropId.test(inbox)) throw new ArchiveError('BadInput', 'The drop id is not one.');
    const target = join(root, inbox, ...safeSegments(upload.path));
    await mkdir(dirname(target), { recursive: true });
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            bytes += chunk.byteLength;
            yield chunk;
          }
        },
        createWriteStream(target, { flags: 'wx', mode: 0o600 }),
      );
      if (upload.size !== null && upload.size !== bytes) {
        throw new ArchiveError('BadInput', `The file arrived incomplete: ${bytes} of ${upload.size} bytes.`);
      }
      if (upload.modified !== null) await utimes(target, new Date(), new Date(upload.modified));
    } catch (thrown) {
      if (isCode(thrown, 'EEXIST')) throw new ArchiveError('Conflict', `“${basename(target)}” was sent twice.`);
      await rm(target, { force: true });
      if (isCode(thrown, 'ENOSPC')) throw new ArchiveError('Internal', 'The disk is full: the file could not be received.');
      throw thrown;
    }
    return { inbox, bytes, sha256: hash.digest('hex') };
  };

  const pathOf: Inbox['pathOf'] = async (inbox) => {
    const folder = join(root, dropId.test(inbox) ? inbox : 'none');
    const names = await readdir(folder).catch(() => []);
    const [only] = names;
    if (only === undefined) throw new ArchiveError('NotFound', 'The dropped files are not there any more; drop them again.');
    return names.length === 1 ? join(folder, only) : folder;
  };

  return {
    receive,
    pathOf,
    remove: async (inbox) => {
      if (dropId.test(inbox)) await rm(join(root, inbox), { recursive: true, force: true });
    },
  };
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A path that cannot leave its folder and is a file name on every system. Never empty. */
export function safeSegments(path: string): readonly string[] {
  const segments = path
    .split(/[/\\]/)
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map(safeName);
  return segments.length === 0 ? ['file'] : segments.slice(-32);
}

function safeName(segment: string): string {
  const tame = segment
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
    .replace(/[<>:"|?*\u0000-\u001f\u007f]/g, '_')
    .replace(/[. ]+$/, '_');
  const short = tame.length <= 120 ? tame : `${tame.slice(0, 80).toWellFormed()}…${tame.slice(-30).toWellFormed()}`;
  return reserved.test(short) ? `_${short}` : short;
}
