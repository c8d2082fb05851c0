import { arrayOf, isObject, numberOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';
import { derivedId } from '../derived-id.ts';
import { baseOf, type LibraryFile } from './assets.ts';

/** Reads the two files that name attachments, and the names of all entries that may hold their bytes. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>>; readonly account: string | null }> {
  let account: string | null = null;
  const entries: string[] = [];
  const library = new Map<string, LibraryFile>();
  const names = new Map<string, string>();
  for (const { name } of bundle.entries) {
    const base = baseOf(name).toLowerCase();
    if (base === 'library_files.json') readLibrary(await jsonIn(bundle, name), library);
    else if (base === 'conversation_asset_file_names.json') readNames(await jsonIn(bundle, name), names);
    else if (base === 'user.json') account = accountOf(await jsonIn(bundle, name));
    else if (mayHoldBytes(base)) entries.push(name);
  }
  return { shared: { entries, library: Object.fromEntries(library), names: Object.fromEntries(names) }, byEntry: {}, account };
}

/** A mark of the account: nothing of `user.json` is kept as it is. */
function accountOf(value: unknown): string | null {
  const id = isObject(value) ? textOf(value['id']) : null;
  return id === null ? null : derivedId('chatgpt account', id);
}

async function jsonIn(bundle: BundleView, name: string): Promise<unknown> {
  try {
    return JSON.parse((await bundle.text(name)).replace(/^\ufeff/, ''));
  } catch {
    // Attachments then go by the names in the conversations.
    return null;
  }
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
