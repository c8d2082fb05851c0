import { isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { readRecord } from '../reading/record-reader.ts';
import { Beside, readConversation } from './conversation.ts';

/** Parses one element of `conversations` (or, given a whole file, all of them). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const beside = new Beside(record.side);
  const parsed = readRecord(record, {
    valuesOf: (value) =>
      Array.isArray(value) ? value : isObject(value) && Array.isArray(value['conversations']) ? value['conversations'] : [value],
    read: (value, drift) => (isObject(value) ? readConversation(value, drift, beside) : null),
    titleOf: (value) => textOf(objectOf(value['conversation'])['title']),
    accountOf,
  });
  const side = beside.used();
  return side === null ? parsed : { ...parsed, side };
}

function accountOf(value: unknown): string | null {
  const id = isObject(value) ? textOf(objectOf(value['conversation'])['user_id']) : null;
  return id === null ? null : derivedId('grok account', id);
}
