import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { readRecord } from '../reading/record-reader.ts';
import { readChat } from './conversation.ts';
import { chatIn } from './judge.ts';

/** Parses one chat (or, given a whole file, all of them). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  return readRecord(record, {
    valuesOf: (value) => (Array.isArray(value) ? value : [value]),
    read: (value, drift) => (isObject(value) ? readChat(value, drift) : null),
    titleOf: (value) => textOf(value['title']) ?? textOf(chatIn(value)['title']),
    accountOf: (value) => {
      const id = isObject(value) ? textOf(value['user_id']) : null;
      return id === null ? null : derivedId('open-webui account', id);
    },
  });
}
