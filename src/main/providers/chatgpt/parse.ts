import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { readRecord } from '../reading/record-reader.ts';
import { Assets } from './assets.ts';
import { isCloudTask, readCloudTask } from './cloud-task.ts';
import { readConversation } from './conversation.ts';

/** Parses one conversation object (or, given a whole file, the conversations in it). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const assets = new Assets(record.side);
  const parsed = readRecord(record, {
    valuesOf,
    read: (value, drift) => {
      if (!isObject(value)) return null;
      if (isCloudTask(value)) return readCloudTask(value, drift);
      const mapping = value['mapping'];
      return isObject(mapping) ? readConversation(value, mapping, assets, drift) : null;
    },
    titleOf: (value) => textOf(value['title']),
  });
  const side = assets.side();
  return { ...parsed, asked: assets.asked(), ...(side === undefined ? {} : { side }) };
}

function valuesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value) || value['mapping'] !== undefined) return [value];
  const captured = value['raw_provider_payload'];
  if (isObject(captured)) return [captured];
  return Array.isArray(value['conversations']) ? value['conversations'] : [value];
}
