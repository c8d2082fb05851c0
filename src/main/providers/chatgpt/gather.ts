import { arrayOf, isObject, numberOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';
import { derivedId } from '../reading/derived-id.ts';
import { jsonBeside } from '../reading/json-beside.ts';
import { type LibraryFile, type Textdoc } from './assets.ts';
import { baseOf, entryLines, nameLines } from './beside.ts';

/** Reads the two files that name attachments, the canvases, and the names of all entries that may hold bytes. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>>; readonly account: string | null }> {
  let account: string | null = null;
  const entries: string[] = [];
  const library = new Map<string, LibraryFile>();
  const names = new Map<string, string>();
  const textdocs = new Map<string, Textdoc>();
  let room = TEXTDOCS;
  for (const { name, size } of bundle.entries) {
    const base = baseOf(name).toLowerCase();
    if (base === 'library_files.json') readLibrary(await jsonBeside(bundle, name), library);
    else if (base === 'conversation_asset_file_names.json') readNames(await jsonBeside(bundle, name), names);
    else if (base === 'user.json') account = accountOf(await jsonBeside(bundle, name));
    else if (TEXTDOC.test(name)) {
      if (size > LONGEST_TEXTDOC || size > room) continue;
      room -= size;
      readTextdoc(await jsonBeside(bundle, name), base.slice(0, -'.json'.length), textdocs);
    } else if (mayHoldBytes(base)) entries.push(name);
  }
  const shared = {
    entries: entryLines(entries),
    library: Object.fromEntries(library),
    names: nameLines(names),
    ...(textdocs.size === 0 ? {} : { textdocs: Object.fromEntries(textdocs) }),
  };
  return { shared, byEntry: {}, account };
}

const TEXTDOC = /(?:^|\/)textdocs\/[^/]+\.json$/i;
/** Bytes of canvases that are held in every parser thread at most, and of one. */
const TEXTDOCS = 16 * 1024 * 1024;
const LONGEST_TEXTDOC = 1024 * 1024;

/** The layout is not known for certain: an id (else the file's name) and the text under one of two names. Source: formats §3.1, §11. */
function readTextdoc(value: unknown, fileId: string, textdocs: Map<string, Textdoc>): void {
  for (const doc of Array.isArray(value) ? value : [value]) {
    if (!isObject(doc)) continue;
    const id = textOf(doc['textdoc_id']) ?? textOf(doc['id']) ?? fileId;
    const text = textOf(doc['content']) ?? textOf(doc['text']);
    if (text !== null) textdocs.set(id, { title: textOf(doc['title']) ?? textOf(doc['name']), text });
  }
}

/** A mark of the account: nothing of `user.json` is kept as it is. */
function accountOf(value: unknown): string | null {
  const id = isObject(value) ? textOf(value['id']) : null;
  return id === null ? null : derivedId('chatgpt account', id);
}

function mayHoldBytes(base: string): boolean {
  return (
    base !== 'chat.html' &&
    !/^(conversations|shared_conversations|message_feedback|model_comparisons|user|export_manifest)\b.*\.json$/.test(base)
  );
}

function readLibrary(value: unknown, library: Map<string, LibraryFile>): void {
  const records = Array.isArray(value) ? arrayOf(value) : isObject(value) ? arrayOf(value['files'] ?? value['items']) : [];
  for (const record of records) {
    if (!isObject(record)) continue;
    const id = textOf(record['file_id']) ?? textOf(record['id']);
    if (id !== null) library.set(id, libraryFile(record));
  }
}

function libraryFile(record: JsonObject): LibraryFile {
  const extension = textOf(record['file_extension'])?.replace(/^\./, '') ?? null;
  const name = textOf(record['file_name']);
  const whole =
    name === null || extension === null || name.toLowerCase().endsWith(`.${extension.toLowerCase()}`)
      ? name
      : `${name}.${extension}`;
  return {
    name: whole,
    mime: textOf(record['mime_type']),
    size: numberOf(record['file_size_bytes']),
    message: textOf(record['origination_message_id']),
    thread: textOf(record['origination_thread_id']),
  };
}

function readNames(value: unknown, names: Map<string, string>): void {
  if (!isObject(value)) return;
  for (const [key, name] of Object.entries(value)) {
    if (typeof name === 'string' && name !== '') names.set(key.replace(/\.dat$/i, ''), name);
  }
}
