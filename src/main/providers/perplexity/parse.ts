import { isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { readRecord } from '../reading/record-reader.ts';
import { isEntry, isThread } from './judge.ts';
import { readThread } from './thread.ts';

/** Parses a thread (or a list of threads, or of entries). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  return readRecord(record, {
    valuesOf: threadsOf,
    read: (value, drift) => (isObject(value) ? readThread(value, drift) : null),
    titleOf: (value) =>
      textOf(objectOf(value['metadata'])['thread_title']) ?? textOf(objectOf(value['thread_metadata'])['title']),
  });
}

/** Entries that stand in a bare list belong to the thread that they name. */
function threadsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.some(isThread) || !value.some(isEntry)) return value;
  const threads = new Map<string, unknown[]>();
  let thread = '';
  for (const item of value) {
    thread = (isObject(item) ? (textOf(item['context_uuid']) ?? textOf(item['thread_url_slug'])) : null) ?? thread;
    const held = threads.get(thread);
    if (held === undefined) threads.set(thread, [item]);
    else held.push(item);
  }
  return [...threads.values()].map((entries) => ({ entries }));
}
