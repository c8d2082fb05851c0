import { isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { readRecord } from '../reading/record-reader.ts';
import { readCapture, readConversation, readFlat } from './conversation.ts';
import { captureIn, isFlat } from './judge.ts';

/** Parses one conversation of the export or one capture (or, given a whole file, all of them). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  return readRecord(record, {
    valuesOf: (value) =>
      Array.isArray(value) ? value : isObject(value) && Array.isArray(value['conversations']) ? value['conversations'] : [value],
    read: (value, drift) => {
      if (!isObject(value)) return null;
      const capture = captureIn(value);
      if (capture !== null) return readCapture(capture, drift);
      if (isFlat(value)) return readFlat(value, drift);
      return isObject(value['mapping']) ? readConversation(value, value['mapping'], drift) : null;
    },
    titleOf: (value) => textOf(value['title']) ?? textOf(objectOf(captureIn(value)?.['chat_session'])['title']),
  });
}
