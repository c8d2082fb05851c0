import { isObject, numberOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { Question, Side } from '../../../shared/parsed.ts';
import type { SortedText } from '../reading/sorted-text.ts';
import { baseOf, lastSegment, readEntries, readNames } from './beside.ts';

/** What lies beside the conversations about one file. */
export interface Asset {
  readonly entry: string | null;
  readonly name: string | null;
  readonly mime: string | null;
  readonly size: number | null;
}

/** A record of `library_files.json`, as `gather` keeps it. */
export type LibraryFile = {
  readonly name: string | null;
  readonly mime: string | null;
  readonly size: number | null;
  /** The message and the conversation that made it. */
  readonly message: string | null;
  readonly thread: string | null;
};

/** A canvas as it stood when the export was made. */
export type Textdoc = { readonly title: string | null; readonly text: string };

/** See `Provider.answers`. */
export function answers(side: Side, asked: readonly Question[]): Side | undefined {
  const assets = new Assets(side);
  for (const [kind, ...about] of asked) {
    const [first = '', second = '', third = ''] = about;
    if (kind === 'file') assets.find(first);
    else if (kind === 'canvas') assets.textdoc(first);
    else {
      const id = assets.madeBy(first, second, third);
      if (id !== null) assets.find(id);
    }
  }
  return assets.side();
}

/**
 * Finds the bytes and the names of files, and remembers which facts were of use. One per record. `side.shared` holds the names of
 * entries, the records of `library_files.json` by file id, `conversation_asset_file_names.json` with `.dat` taken off its keys (entries and
 * names as the texts of beside.ts, or, of one record, as they are), and canvases of `textdocs/`.
 */
export class Assets {
  readonly #index: Index;
  readonly #entries = new Set<string>();
  readonly #library = new Map<string, Json>();
  readonly #names = new Map<string, string>();
  readonly #textdocs = new Map<string, Textdoc>();
  readonly #asked = new Map<string, Question>();

  constructor(side: Side) {
    this.#index = indexOf(side.shared);
  }

  /** What is known of a file id (a pointer without its scheme). */
  find(id: string): Asset {
    this.#ask('file', id);
    const { library, names } = this.#index;
    const record = library.get(id) ?? null;
    const named = names(id);
    if (record !== null) this.#library.set(id, { ...record });
    if (named !== null) this.#names.set(id, named);
    const entry = this.#entryOf(id, record);
    if (entry !== null) this.#entries.add(entry);
    const own = entry === null ? null : nameInEntry(entry, id);
    return { entry, name: named ?? record?.name ?? own, mime: record?.mime ?? null, size: record?.size ?? null };
  }

  /** The file that a `sandbox:` link names, by the message that made it, else by the conversation; null when nothing says which. */
  madeBy(message: string, conversation: string, name: string): string | null {
    this.#ask('made', message, conversation, name);
    const { byMaker, library } = this.#index;
    for (const maker of [message, conversation]) {
      for (const id of byMaker.get(maker) ?? []) if (library.get(id)?.name === name) return id;
    }
    return null;
  }

  /** A canvas that lies beside the conversations. */
  textdoc(id: string): Textdoc | null {
    this.#ask('canvas', id);
    const found = this.#index.textdocs.get(id) ?? null;
    if (found !== null) this.#textdocs.set(id, found);
    return found;
  }

  /** All that was asked, found or not. */
  asked(): readonly Question[] {
    return [...this.#asked.values()];
  }

  #ask(...question: Question): void {
    this.#asked.set(JSON.stringify(question), question);
  }

  /** The facts that were used, in the shape of `side`, for parsing the record again; undefined when there were none. */
  side(): Side | undefined {
    if (this.#entries.size + this.#library.size + this.#names.size + this.#textdocs.size === 0) return undefined;
    const shared: Json = {
      entries: [...this.#entries],
      library: Object.fromEntries(this.#library),
      names: Object.fromEntries(this.#names),
      ...(this.#textdocs.size === 0 ? {} : { textdocs: Object.fromEntries(this.#textdocs) }),
    };
    return { shared, entry: null };
  }

  #entryOf(id: string, record: LibraryFile | null): string | null {
    const { entries } = this.#index;
    const wanted = id.toLowerCase();
    const found = entries.from(wanted);
    const base = found === null ? '' : lastSegment(found);
    if (wanted !== '' && base.startsWith(wanted) && /^([-_.]|$)/.test(base.slice(wanted.length))) return found;
    const named = record?.name?.toLowerCase();
    const entry = named === undefined ? null : entries.at(named);
    return entry !== null && /(^|\/)user-[^/]*\//i.test(entry) ? entry : null;
  }
}

interface Index {
  /** By their last segments, lower case. */
  readonly entries: SortedText;
  readonly library: ReadonlyMap<string, LibraryFile>;
  readonly names: (id: string) => string | null;
  readonly textdocs: ReadonlyMap<string, Textdoc>;
  /** File ids by the message or conversation that made them. */
  readonly byMaker: ReadonlyMap<string, readonly string[]>;
}

/** The same facts come with every record of an input: one index serves them all. */
const indexes = new WeakMap<object, Index>();
const EMPTY: Index = {
  entries: readEntries([]),
  library: new Map(),
  names: readNames({}),
  textdocs: new Map(),
  byMaker: new Map(),
};

function indexOf(shared: Json): Index {
  if (!isObject(shared)) return EMPTY;
  const known = indexes.get(shared);
  if (known !== undefined) return known;
  const index = makeIndex(shared);
  indexes.set(shared, index);
  return index;
}

function makeIndex(shared: JsonObject): Index {
  const library = new Map<string, LibraryFile>();
  const byMaker = new Map<string, string[]>();
  for (const [id, value] of Object.entries(objectOf(shared['library']))) {
    const file = objectOf(value);
    const record: LibraryFile = {
      name: stringOf(file['name']),
      mime: stringOf(file['mime']),
      size: numberOf(file['size']),
      message: stringOf(file['message']),
      thread: stringOf(file['thread']),
    };
    library.set(id, record);
    for (const maker of [record.message, record.thread]) {
      if (maker === null) continue;
      const made = byMaker.get(maker);
      if (made === undefined) byMaker.set(maker, [id]);
      else made.push(id);
    }
  }
  const textdocs = new Map<string, Textdoc>();
  for (const [id, value] of Object.entries(objectOf(shared['textdocs']))) {
    const text = isObject(value) ? stringOf(value['text']) : null;
    if (text !== null) textdocs.set(id, { title: textOf(objectOf(value)['title']), text });
  }
  return { entries: readEntries(shared['entries']), library, names: readNames(shared['names']), textdocs, byMaker };
}

/** `file-AbC-holiday.jpg` was `holiday.jpg`; names that are no more than an id, "sanitized" or `.dat` say nothing. */
function nameInEntry(entry: string, id: string): string | null {
  const rest = baseOf(entry).slice(id.length);
  if (!rest.startsWith('-') || /^-[0-9a-f]{8}-[0-9a-f-]{27}\.\w+$/i.test(rest) || /^-sanitized\./i.test(rest)) return null;
  return textOf(rest.slice(1));
}
