import { arrayOf, isObject, type JsonObject, numberOf, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';

export interface SourceMessage {
  readonly id: string;
  readonly info: JsonObject;
  readonly parts: JsonObject[];
}

/** A session as any of the layouts has it, brought to the form of the newest files. Source: formats, §8.6. */
export interface Source {
  info: JsonObject;
  readonly messages: Map<string, SourceMessage>;
  /** What the second generation of the database keeps instead of messages and parts. */
  readonly entries: JsonObject[];
  readonly issues: ParsedIssue[];
}

/** Reads the rows of a session, the document of an export, or the files of a storage tree that were joined. */
export function sourceOf(record: RawRecord): Source {
  const source: Source = { info: {}, messages: new Map(), entries: [], issues: [] };
  const read = readJsonRecord(record.bytes);
  if (!('value' in read) || (isObject(read.value) && 'name' in read.value && 'value' in read.value)) joined(record, source);
  else if (!isObject(read.value)) {
    const message = 'It is no session: not an object.';
    source.issues.push(brokenConversation('no-session', message, read.text));
  } else if ('info' in read.value || !('messages' in read.value)) exported(read.value, source);
  else rows(read.value, source);
  return source;
}

function exported(document: JsonObject, source: Source): void {
  source.info = objectOf(document['info']);
  arrayOf(document['messages']).forEach((item, i) => {
    const info = objectOf(objectOf(item)['info']);
    if (!isObject(item) || !isObject(item['info'])) {
      broken(source, `messages.${i}`, item, 'A message has no head, so it cannot be told whose it is.');
      return;
    }
    const parts = arrayOf(item['parts']).filter((part, at): part is JsonObject => {
      if (!isObject(part)) broken(source, `messages.${i}.parts.${at}`, part, 'A part of a message cannot be read.');
      return isObject(part);
    });
    message(source, info, `messages.${i}`).parts.push(...parts);
  });
}

function rows(record: JsonObject, source: Source): void {
  const row = objectOf(record['session']);
  source.info = {
    id: row['id'],
    title: row['title'],
    directory: row['directory'],
    projectID: row['project_id'],
    parentID: row['parent_id'],
    version: row['version'],
    model: parsed(row['model']),
    revert: parsed(row['revert']),
    time: { created: row['time_created'], updated: row['time_updated'], archived: row['time_archived'] },
  };
  for (const item of arrayOf(record['messages'])) {
    const head = objectOf(item);
    const { data } = head;
    if (isObject(data)) {
      const info = {
        ...data,
        id: head['id'],
        sessionID: head['session_id'],
        time: { created: head['time_created'], ...objectOf(data['time']) },
      };
      message(source, info, `message:${String(head['id'])}`);
    } else broken(source, `message:${String(head['id'])}`, data, 'A message cannot be read.');
  }
  for (const item of arrayOf(record['parts'])) {
    const head = objectOf(item);
    const { data } = head;
    if (isObject(data)) part(source, { ...data, id: head['id'], messageID: head['message_id'] }, `part:${String(head['id'])}`);
    else broken(source, `part:${String(head['id'])}`, data, 'A part of a message cannot be read.');
  }
  for (const item of arrayOf(record['entries'])) {
    const head = objectOf(item);
    const { data } = head;
    if (isObject(data)) {
      const time = { created: head['time_created'], ...objectOf(data['time']) };
      source.entries.push({ ...data, id: head['id'], type: head['type'] ?? data['type'], sessionID: head['session_id'], time });
    } else broken(source, `session_message:${String(head['id'])}`, data, 'A message cannot be read.');
  }
}

/** The text of a cell that holds JSON. */
function parsed(value: unknown): unknown {
  const read = typeof value === 'string' ? readJsonRecord(new TextEncoder().encode(value)) : null;
  return read !== null && 'value' in read ? read.value : value;
}

function joined(record: RawRecord, source: Source): void {
  const parts: { readonly part: JsonObject; readonly where: string }[] = [];
  const gone = objectOf(objectOf(record.side.shared)['parts']);
  readJsonLines(record.bytes, {
    value: (line) => {
      const { name, value } = objectOf(line);
      const where = stringOf(name) ?? '';
      if (!isObject(value)) broken(source, where, value, 'A file of the session cannot be read.');
      else if (typeof value['messageID'] === 'string' && 'type' in value) parts.push({ part: value, where });
      else if (typeof value['role'] === 'string') message(source, value, where);
      else if ('time' in value || 'title' in value) source.info = value;
      else broken(source, where, value, 'A file of the session is neither its head nor a message nor a part.');
    },
    broken: (issue) => source.issues.push(issue),
  });
  for (const { part: found, where } of parts) part(source, found, where);
  for (const held of source.messages.values()) {
    if (!Object.hasOwn(gone, held.id)) continue;
    held.parts.push(...arrayOf(gone[held.id]).filter(isObject));
  }
}

function message(source: Source, info: JsonObject, where: string): SourceMessage {
  const id = textOf(info['id']) ?? where;
  const held = source.messages.get(id);
  if (held !== undefined) return held;
  const made = { id, info, parts: [] };
  source.messages.set(id, made);
  return made;
}

function part(source: Source, found: JsonObject, where: string): void {
  const owner = source.messages.get(textOf(found['messageID']) ?? '');
  if (owner === undefined) broken(source, where, found, 'The message that this is a part of is not there.');
  else owner.parts.push(found);
}

function broken(source: Source, where: string, value: unknown, message: string): void {
  const raw = typeof value === 'string' ? value : rawOf(value);
  source.issues.push({ code: 'unreadable', message, where, raw, unit: 'message' });
}

/** Messages in their order: by id, which sorts by time, or, where ids are of another make, by time. */
export function inOrder(source: Source): readonly SourceMessage[] {
  return sorted([...source.messages.values()], ({ id, info }) => ({ id, time: createdAt(info) }));
}

/** The entries of the newer database, by the same rule. */
export function entriesInOrder(source: Source): readonly JsonObject[] {
  return sorted(source.entries, (entry) => ({ id: textOf(entry['id']) ?? '', time: createdAt(entry) }));
}

function sorted<T>(all: readonly T[], keyOf: (item: T) => { readonly id: string; readonly time: number | null }): readonly T[] {
  const keyed = all.map((item) => ({ item, ...keyOf(item) }));
  if (keyed.every(({ id }) => /^msg_[0-9a-f]{12}/.test(id))) keyed.sort((a, b) => compare(a.id, b.id));
  else if (keyed.every(({ time }) => time !== null)) keyed.sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  return keyed.map(({ item }) => item);
}

/** Parts in their order, by the same rule. */
export function partsInOrder(parts: readonly JsonObject[]): readonly JsonObject[] {
  const sortable = parts.every((item) => /^prt_[0-9a-f]{12}/.test(textOf(item['id']) ?? ''));
  return sortable ? parts.toSorted((a, b) => compare(textOf(a['id']) ?? '', textOf(b['id']) ?? '')) : parts;
}

export function createdAt(info: JsonObject): number | null {
  return timeOf(objectOf(info['time'])['created']);
}

/** Milliseconds between two times of a part. */
export function duration(value: unknown): number | null {
  const time = objectOf(value);
  const start = numberOf(time['start'] ?? time['created']);
  const end = numberOf(time['end'] ?? time['completed']);
  return start === null || end === null || end < start ? null : end - start;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
