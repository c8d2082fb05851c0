/** What is known need not be read: files by their times, records by what was counted of them. */
export const archive0006 = `
-- Files on this computer as they were when they were hashed; see file-states.ts.
create table file_state (
  path text primary key,
  -- Size, times of content and of the entry (nanoseconds), and inode.
  stamp text not null,
  fingerprint text not null,
  -- What the file is a part of, where several make one record: provider, its version, and the record.
  part text
) strict, without rowid;

-- What a record of an export counts in a receipt; see known-records.ts. Good only for these bytes and this parser.
create table record_figures (
  record_id integer primary key references record (id) on delete cascade,
  hash blob not null,
  parser_version integer not null,
  figures text not null
) strict;
`;
