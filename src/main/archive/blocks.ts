import type { Part } from '../../shared/model.ts';
import { unpack } from './pack.ts';
import type { Db } from './sql.ts';

/** Where the parts of a message lie. */
export interface Place {
  readonly conversation_id: number;
  readonly block: number;
  readonly offset: number;
  readonly length: number;
}

/** Reads the parts of messages out of their blocks; keeps the blocks it unpacked last. */
export interface BlockReader {
  /** UTF-8 JSON of the parts. */
  readonly json: (place: Place) => string;
  readonly parts: (place: Place) => readonly Part[];
}

/** @param keep unpacked blocks to hold on to; most have 64 KB, one holds at least one message */
export function createBlockReader(db: Db, keep = 8): BlockReader {
  const select = db.prepare<{ data: Uint8Array }>('select data from block where conversation_id = ? and number = ?');
  const held = new Map<string, Buffer>();
  const bytesOf = (place: Place): Buffer => {
    const name = `${place.conversation_id}/${place.block}`;
    const known = held.get(name);
    if (known !== undefined) {
      held.delete(name);
      held.set(name, known);
      return known;
    }
    const row = select.get(place.conversation_id, place.block);
    if (row === undefined) throw new Error(`Block ${name} is missing.`);
    const bytes = unpack(row.data);
    held.set(name, bytes);
    const [oldest] = held.keys();
    if (held.size > keep && oldest !== undefined) held.delete(oldest);
    return bytes;
  };
  const json = (place: Place): string => bytesOf(place).toString('utf8', place.offset, place.offset + place.length);
  return { json, parts: (place) => partsOf(json(place)) };
}

/** Parts from the JSON that `prepareConversation` made of them. */
export function partsOf(json: string): readonly Part[] {
  const parts: readonly Part[] = JSON.parse(json);
  return parts;
}
