import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { readRecord } from '../reading/record-reader.ts';
import { ofMessages, ofObject } from './conversation.ts';

/** Parses one conversation, or a whole file of them. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  return readRecord(record, {
    // An array of messages is one conversation.
    valuesOf: (value) =>
      Array.isArray(value) && !value.some((item) => isObject(item) && 'role' in item && !('messages' in item)) ? value : [value],
    read: (value, drift, { name }) => {
      if (Array.isArray(value)) return ofMessages(value, name, drift);
      return isObject(value) ? ofObject(value, name, drift) : null;
    },
    titleOf: (value) => textOf(value['title']),
  });
}
