import { createCipheriv } from 'node:crypto';
import {
  appendFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { agentLines, webConversation } from './data.ts';

/** Exports as large as they come, made by streaming, found again by their name. */
export interface LargeSet {
  /** One line of JSON. */
  readonly bare: string;
  /** The same with the files that its messages name. */
  readonly zip: string;
  /** The zip a month later: ten conversations more, the newest first. */
  readonly grown: string;
  readonly conversations: number;
  readonly bareBytes: number;
  /** Bytes of the zip's members, unpacked. */
  readonly unpackedBytes: number;
  readonly attachments: number;
}

const MB = 1e6;
const FILE_BYTES = 2 * MB;
const mtime = new Date(Date.UTC(2026, 0, 1));
/** Conversations that a grown export has more. */
export const grownBy = 10;

/** @param jsonMB of the one line; @param packedMB of the zip, filled up with attachments that cannot be packed */
export async function largeSet(dir: string, jsonMB: number, packedMB: number): Promise<LargeSet> {
  const home = join(dir, `large-${jsonMB}-${packedMB}`);
  mkdirSync(home, { recursive: true });
  const sample = Array.from({ length: 200 }, (_, number) => JSON.stringify(webConversation(number, 20))).join(', ');
  const each = sample.length / 200;
  const packedEach = deflateRawSync(sample, { level: 6 }).length / 200;
  const conversations = Math.ceil((jsonMB * MB) / each);
  const attachments = Math.max(0, Math.round((packedMB * MB - conversations * packedEach) / FILE_BYTES));
  const every = Math.max(1, Math.floor(conversations / Math.max(1, attachments)));
  const bare = join(home, 'conversations.json');
  await once(bare, async (file) => writeText(file, oneLine(conversations, every, attachments)));
  const zip = join(home, 'chatgpt-export.zip');
  await once(zip, async (file) => writeZip(file, () => createReadStream(bare), statSync(bare).size, attachments));
  const grown = join(home, 'chatgpt-export-grown.zip');
  const newest = Array.from({ length: grownBy }, (_, at) => JSON.stringify(webConversation(conversations + at, 20))).join(', ');
  const head = Buffer.from(`[${newest}, `);
  await once(grown, async (file) =>
    writeZip(file, () => Readable.from(after(head, bare)), statSync(bare).size - 1 + head.length, attachments),
  );
  return {
    bare,
    zip,
    grown,
    conversations,
    bareBytes: statSync(bare).size,
    unpackedBytes: statSync(bare).size + attachments * FILE_BYTES,
    attachments,
  };
}

/** Adds `records` to the log of one session. */
export function growLog(file: string, records: number): void {
  const added = Array.from(agentLines(8_000_000, records), (line) => `${JSON.stringify(line)}\n`).join('');
  appendFileSync(file, added);
}

/** Makes a file under another name first, so that what is there is whole. */
async function once(file: string, make: (beside: string) => Promise<void>): Promise<void> {
  if (existsSync(file)) return;
  await make(`${file}.part`);
  renameSync(`${file}.part`, file);
  writeFileSync(join(dirname(file), 'README'), 'Made by bench/large-data.ts; may be deleted.\n');
}

function* oneLine(conversations: number, every: number, attachments: number): Generator<string> {
  for (let number = 0; number < conversations; number++) {
    const conversation = webConversation(number, 20);
    const file = number / every;
    const text = JSON.stringify(Number.isInteger(file) && file < attachments ? withFile(conversation, file) : conversation);
    yield `${number === 0 ? '[' : ', '}${text}`;
  }
  yield ']';
}

/** The first message shows a picture. */
function withFile(conversation: object, file: number): object {
  return JSON.parse(
    JSON.stringify(conversation).replace(
      '{"content_type":"text","parts":[',
      `{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"sediment://${idOf(file)}","size_bytes":${FILE_BYTES},"width":1024,"height":1024,"fovea":null,"metadata":null},`,
    ),
  );
}

function idOf(file: number): string {
  return `file_${file.toString(16).padStart(32, '0')}`;
}

async function writeZip(file: string, text: () => Readable, textBytes: number, attachments: number): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(file, { highWaterMark: 4 * MB }));
  zip.addReadStreamLazy('conversations.json', { mtime, size: textBytes }, (give) => give(null, text()));
  zip.addBuffer(Buffer.from('{"id":"user-bench"}'), 'user.json', { mtime });
  const names = Object.fromEntries(Array.from({ length: attachments }, (_, at) => [`${idOf(at)}.dat`, `picture ${at}.png`]));
  zip.addBuffer(Buffer.from(JSON.stringify(names)), 'conversation_asset_file_names.json', { mtime });
  for (let at = 0; at < attachments; at++) {
    zip.addReadStreamLazy(`${idOf(at)}.dat`, { mtime, compress: false, size: FILE_BYTES }, (give) =>
      give(null, Readable.from([noise(at)])),
    );
  }
  zip.end();
  await written;
}

/** Bytes that cannot be packed, the same for the same number. */
function noise(number: number): Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(number + 1);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(FILE_BYTES));
}

async function* after(head: Buffer, file: string): AsyncGenerator<Buffer> {
  yield head;
  for await (const chunk of createReadStream(file, { start: 1, highWaterMark: MB })) if (Buffer.isBuffer(chunk)) yield chunk;
}

async function writeText(file: string, pieces: Iterable<string>): Promise<void> {
  const out = await open(file, 'w');
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < MB) continue;
    await out.write(held);
    held = '';
  }
  await out.write(held);
  await out.close();
}
