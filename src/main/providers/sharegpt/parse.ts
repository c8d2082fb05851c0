import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { readRecord } from '../reading/record-reader.ts';
import { readConversation } from './conversation.ts';

/** Parses one conversation, or a whole file of them. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  return readRecord(record, {
    valuesOf: (value) => {
      if (!Array.isArray(value)) return [value];
      // A list of turns alone is one conversation.
      return value.some((item) => isObject(item) && 'from' in item) ? [{ conversations: value }] : value;
    },
    read: (value, drift, { name }) => (isObject(value) ? readConversation(value, name, drift) : null),
    titleOf: (value) => textOf(value['title']),
  });
}
