import { openArchive } from '../archive/open.ts';
import { sql } from '../archive/sql.ts';

/** Everything an archive says, without the numbers that depend on the order in which it was told: for tests. */
export function archiveContent(dir: string): Readonly<Record<string, readonly string[]>> {
  const { db, close } = openArchive(dir, 'read');
  const rows = (found: readonly object[]): string[] => found.map((row) => JSON.stringify(row)).toSorted();
  try {
    return {
      conversations: rows(
        db.all<object>(sql`
          select provider, native_id, hex(content_hash) as content, title, title_given, created_at, updated_at, messages, words, turns, branches,
            parent_native_id, relation, seen_export_time from conversation`),
      ),
      messages: rows(
        db.all<object>(sql`
          select c.native_id as conversation, m.native_id, m.parent, m.flags, m.words, m.hash, m.part_codes from message m
          join conversation c on c.id = m.conversation_id and m.id >= c.first_message and m.id < c.first_message + c.messages`),
      ),
      attachments: rows(
        db.all<object>(sql`
          select c.native_id as conversation, a.native_id, a.name, a.mime, hex(a.hash) as hash from attachment a
          join conversation c on c.id = a.conversation_id`),
      ),
      records: rows(
        db.all<object>(sql`
          select hex(r.hash) as hash, r.kind, r.bytes, r.parser_version, hex(p.hash) as prefix_of from record r left join record p on p.id = r.prefix_of`),
      ),
      contributions: rows(
        db.all<object>(sql`
          select hex(r.hash) as record, c.native_id, c.current, hex(c.content_hash) as content from contribution c join record r on r.id = c.record_id`),
      ),
      families: rows(db.all<object>(sql`select f.key, hex(r.hash) as record from family f join record r on r.id = f.record_id`)),
      due: rows(db.all<object>(sql`select record_id from due`)),
      blobs: rows(db.all<object>(sql`select hex(hash) as hash, size, refs from blob where refs > 0`)),
    };
  } finally {
    close();
  }
}
