import { crc32, deflateRawSync } from 'node:zlib';

/** A member of a zip written by hand, so that it can say what is not so. */
export interface Member {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  /** 0 stored, 8 deflated; `content` is packed accordingly. */
  readonly method?: number;
  /** The bytes as they stand in the zip, whatever `method` says. */
  readonly packed?: Uint8Array;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly external?: number;
  /** Use the bytes of an earlier member, as a bomb does. */
  readonly at?: number;
  /** Fields of its entry in the table of contents, and before the member. */
  readonly extra?: Uint8Array;
  /** The sizes follow the bytes, as where a zip is sent while it is written. */
  readonly streamed?: boolean;
  /** Sizes and place in fields of 64 bits. */
  readonly wide?: boolean;
}

export interface Shape {
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
  readonly comment?: string;
  /** The end record of a zip64, in which alone count, size and place of the table stand. */
  readonly wide?: boolean;
}

/** A field of a header. */
export function extraField(id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

function wideField(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * 8);
  values.forEach((value, at) => data.writeBigUInt64LE(BigInt(value), at * 8));
  return extraField(1, data);
}

/** The bytes of a zip of these members. */
export function zipOf(members: readonly Member[], { before, after, comment = '', wide = false }: Shape = {}): Buffer {
  const local: Buffer[] = before === undefined ? [] : [Buffer.from(before)];
  const central: Buffer[] = [];
  let offset = 0;
  const offsets: number[] = [];
  for (const member of members) {
    const name = Buffer.from(member.name);
    const content = Buffer.from(member.content);
    const method = member.method ?? 8;
    const data = Buffer.from(member.packed ?? (method === 8 ? deflateRawSync(content) : content));
    const flags = (member.flags ?? 0) | (member.streamed === true ? 8 : 0);
    const crc = member.crc ?? crc32(content);
    const size = member.size ?? content.length;
    const place = member.at === undefined ? offset : (offsets[member.at] ?? 0);
    const extra = Buffer.concat([
      member.wide === true ? wideField(size, data.length, place) : Buffer.alloc(0),
      member.extra ?? Buffer.alloc(0),
    ]);
    const stated = (value: number): number => (member.wide === true ? 0xffffffff : value);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(0x0314, 4);
    header.writeUInt16LE(20, 6);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(crc, 16);
    header.writeUInt32LE(stated(data.length), 20);
    header.writeUInt32LE(stated(size), 24);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt16LE(extra.length, 30);
    header.writeUInt32LE(member.external ?? 0, 38);
    header.writeUInt32LE(stated(place), 42);
    offsets.push(offset);
    central.push(header, name, extra);
    if (member.at !== undefined) continue;
    const lead = Buffer.alloc(30);
    const leadExtra = Buffer.concat([
      member.wide === true ? wideField(size, data.length) : Buffer.alloc(0),
      member.extra ?? Buffer.alloc(0),
    ]);
    lead.writeUInt32LE(0x04034b50, 0);
    lead.writeUInt16LE(flags, 6);
    lead.writeUInt16LE(method, 8);
    if (member.streamed !== true) {
      lead.writeUInt32LE(crc, 14);
      lead.writeUInt32LE(stated(data.length), 18);
      lead.writeUInt32LE(stated(size), 22);
    }
    lead.writeUInt16LE(name.length, 26);
    lead.writeUInt16LE(leadExtra.length, 28);
    const parts = [lead, name, leadExtra, data];
    if (member.streamed === true) {
      const descriptor = Buffer.alloc(16);
      descriptor.writeUInt32LE(0x08074b50, 0);
      descriptor.writeUInt32LE(crc, 4);
      descriptor.writeUInt32LE(data.length, 8);
      descriptor.writeUInt32LE(size, 12);
      parts.push(descriptor);
    }
    for (const part of parts) {
      local.push(part);
      offset += part.length;
    }
  }
  const directory = Buffer.concat(central);
  const ends: Buffer[] = [];
  if (wide) {
    const record = Buffer.alloc(56);
    record.writeUInt32LE(0x06064b50, 0);
    record.writeBigUInt64LE(44n, 4);
    record.writeUInt16LE(45, 12);
    record.writeUInt16LE(45, 14);
    record.writeBigUInt64LE(BigInt(members.length), 24);
    record.writeBigUInt64LE(BigInt(members.length), 32);
    record.writeBigUInt64LE(BigInt(directory.length), 40);
    record.writeBigUInt64LE(BigInt(offset), 48);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(offset + directory.length), 8);
    locator.writeUInt32LE(1, 16);
    ends.push(record, locator);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : members.length, 8);
  end.writeUInt16LE(wide ? 0xffff : members.length, 10);
  end.writeUInt32LE(wide ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(wide ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...local, directory, ...ends, end, Buffer.from(comment), after ?? Buffer.alloc(0)]);
}
