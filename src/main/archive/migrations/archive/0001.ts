/** Truth about the inputs: runs, the sources they read, the records found in them, and what was resolved from the records. */
export const archive0001 = `
create table run (
  id integer primary key,
  status text not null check (status in ('running', 'completed', 'interrupted', 'failed', 'cancelled')),
  started_at integer not null,
  ended_at integer,
  undone_at integer,
  -- 1 once everything the run alone brought is gone; until then begin() goes on with it.
  undo_complete integer not null default 0,
  -- The receipt as JSON, written at each progress step, so that an interrupted run shows how far it came.
  receipt text not null default '{}'
) strict;

-- One file or zip member, known by its content. Parsed once per parser version.
create table source (
  id integer primary key,
  -- SHA-256 of the bytes of a file; of a zip member its CRC-32, size and name, prefixed by zip:.
  fingerprint text not null,
  provider text not null,
  parser_version integer not null,
  name text not null,
  bytes integer not null,
  -- 1 once everything in it is stored: only then may it be skipped.
  complete integer not null default 0,
  -- Greatest update time in a whole-account export; null for logs and single files. The newest export of an account is the greatest.
  export_time integer,
  account text,
  -- Its lines of the receipt as JSON, repeated as unchanged when it is met again.
  receipt text not null default '{}',
  unique (fingerprint, provider, parser_version)
) strict;
create index source_export on source (provider, account, export_time) where export_time is not null;

create table run_source (
  run_id integer not null references run (id) on delete cascade,
  source_id integer not null references source (id) on delete cascade,
  -- What the person gave, and the entry inside it.
  path text not null,
  entry text not null,
  primary key (run_id, source_id, path, entry)
) strict, without rowid;
create index run_source_source on run_source (source_id);

-- The original: one conversation object of an export, or one session file.
create table record (
  id integer primary key,
  provider text not null,
  kind text not null check (kind in ('export', 'log')),
  hash blob not null,
  bytes integer not null,
  name text not null,
  side text,
  parser_version integer not null,
  -- A log that has grown: this record is the first bytes of that one, and has no chunks of its own.
  prefix_of integer references record (id),
  unique (hash, provider)
) strict;
create index record_prefix on record (prefix_of) where prefix_of is not null;

create table raw (
  record_id integer not null references record (id) on delete cascade,
  -- Chunks of at most 4 MB of original bytes, zstd.
  chunk integer not null,
  data blob not null,
  primary key (record_id, chunk)
) strict;

create table source_record (
  source_id integer not null references source (id) on delete cascade,
  record_id integer not null references record (id) on delete cascade,
  primary key (source_id, record_id)
) strict, without rowid;
create index source_record_record on source_record (record_id);

create table conversation (
  id integer primary key,
  provider text not null,
  native_id text not null,
  -- Raised from one archive-wide counter at every change; index.db catches up by it.
  generation integer not null unique,
  content_hash blob not null,
  title text not null,
  -- 0 made from the first words, 1 given by the provider, 2 given by another record (see table title).
  title_given integer not null,
  -- What the conversation's own records call it.
  own_title text not null,
  own_title_given integer not null,
  created_at integer,
  updated_at integer,
  -- The time lists sort and filter by: updated, else created, else 0.
  sort_at integer not null,
  project text,
  cwd text,
  git_branch text,
  archived integer not null,
  parent_native_id text,
  relation text check (relation in ('subagent', 'fork', 'resume', 'compaction')),
  messages integer not null,
  user_messages integer not null,
  assistant_messages integer not null,
  words integer not null,
  turns integer not null,
  branches integer not null,
  tool_calls integer not null,
  tool_errors integer not null,
  thinking_parts integer not null,
  code_parts integer not null,
  attachments integer not null,
  input_tokens integer not null,
  output_tokens integer not null,
  -- Message rows have the ids first_message … first_message + messages - 1, by index. A range is never used twice.
  first_message integer not null,
  -- Greatest export_time among the whole-account exports it was seen in; null when it was in none.
  seen_export_time integer,
  account text,
  unique (provider, native_id)
) strict;
create index conversation_sort on conversation (sort_at desc, id desc);
create index conversation_provider on conversation (provider, sort_at desc, id desc);
create index conversation_project on conversation (project, sort_at desc) where project is not null;
create index conversation_parent on conversation (provider, parent_native_id) where parent_native_id is not null;
create index conversation_words on conversation (words desc, id desc);
create index conversation_created on conversation (created_at desc, id desc);
create index conversation_first_message on conversation (first_message);

create table model (
  id integer primary key,
  name text not null unique
) strict;

create table conversation_model (
  conversation_id integer not null references conversation (id) on delete cascade,
  model_id integer not null references model (id),
  messages integer not null,
  primary key (conversation_id, model_id)
) strict, without rowid;
create index conversation_model_model on conversation_model (model_id);

create table tool (
  id integer primary key,
  name text not null unique
) strict;

create table conversation_tool (
  conversation_id integer not null references conversation (id) on delete cascade,
  tool_id integer not null references tool (id),
  calls integer not null,
  errors integer not null,
  primary key (conversation_id, tool_id)
) strict, without rowid;
create index conversation_tool_tool on conversation_tool (tool_id);

-- Which records speak of a conversation. The rest says how a version of it ranks among the others of an export.
create table contribution (
  record_id integer not null references record (id) on delete cascade,
  native_id text not null,
  -- 1: what is shown comes from it (all records of a log, the winner of an export). 0: an earlier version, or a beginning.
  current integer not null,
  updated_at integer,
  messages integer not null,
  content_hash blob not null,
  primary key (record_id, native_id)
) strict, without rowid;
create index contribution_native on contribution (native_id, record_id);

-- Logs that may share copied history; see familyKeys. The key begins with the provider.
create table family (
  key text not null,
  record_id integer not null references record (id) on delete cascade,
  primary key (key, record_id)
) strict, without rowid;
create index family_record on family (record_id);

-- Records whose conversations are to be resolved before the run ends; survives a crash, the next import completes it.
create table due (
  record_id integer primary key references record (id) on delete cascade
) strict;

create table message (
  -- conversation.first_message + index: also the rowid in index.db. Found by range, so there is no index from the conversation.
  id integer primary key,
  conversation_id integer not null,
  native_id text not null,
  -- Index of the parent, -1 for a root.
  parent integer not null,
  role integer not null,
  origin integer not null,
  author text,
  model_id integer references model (id),
  created_at integer,
  words integer not null,
  -- Bit 0 on the active path, bit 1 hidden.
  flags integer not null,
  part_codes text not null,
  input_tokens integer,
  output_tokens integer,
  cache_read_tokens integer,
  cache_write_tokens integer,
  -- 53 bits of the hash of its parts and identity: tells an update from an unchanged message.
  hash integer not null,
  -- Block number inside the conversation, and position in the unpacked block, in bytes.
  block integer not null,
  offset integer not null,
  length integer not null
) strict;

create table block (
  conversation_id integer not null references conversation (id) on delete cascade,
  number integer not null,
  -- zstd; the parts of consecutive messages, each as UTF-8 JSON.
  data blob not null,
  primary key (conversation_id, number)
) strict;

-- Bytes live in blobs/ab/cdef…; a row with refs 0 is swept with its file after the commit that dropped the last reference.
create table blob (
  hash blob primary key,
  size integer not null,
  refs integer not null default 0 check (refs >= 0)
) strict, without rowid;
create index blob_unused on blob (hash) where refs = 0;

-- Bytes that came with a record in one source. What another source brought with it is kept when this one is undone.
create table shipment (
  record_id integer not null references record (id) on delete cascade,
  native_id text not null,
  source_id integer not null references source (id) on delete cascade,
  hash blob not null references blob (hash),
  primary key (record_id, native_id, source_id)
) strict, without rowid;
create index shipment_source on shipment (source_id);
create index shipment_hash on shipment (hash);

create table attachment (
  conversation_id integer not null references conversation (id) on delete cascade,
  native_id text not null,
  name text,
  mime text,
  size integer,
  hash blob references blob (hash),
  primary key (conversation_id, native_id)
) strict, without rowid;
create index attachment_hash on attachment (hash) where hash is not null;

create trigger attachment_added after insert on attachment when new.hash is not null begin
  update blob set refs = refs + 1 where hash = new.hash;
end;
create trigger attachment_removed after delete on attachment when old.hash is not null begin
  update blob set refs = refs - 1 where hash = old.hash;
end;
create trigger attachment_changed after update of hash on attachment begin
  update blob set refs = refs - 1 where hash = old.hash;
  update blob set refs = refs + 1 where hash = new.hash;
end;
create trigger shipment_added after insert on shipment begin
  update blob set refs = refs + 1 where hash = new.hash;
end;
create trigger shipment_removed after delete on shipment begin
  update blob set refs = refs - 1 where hash = old.hash;
end;
create trigger shipment_changed after update of hash on shipment begin
  update blob set refs = refs - 1 where hash = old.hash;
  update blob set refs = refs + 1 where hash = new.hash;
end;

create table issue (
  id integer primary key,
  run_id integer not null references run (id) on delete cascade,
  source_id integer references source (id) on delete set null,
  code text not null,
  message text not null,
  path text not null,
  place text not null,
  unit text not null check (unit in ('input', 'conversation', 'message', 'attachment')),
  -- zstd of the raw text, whole.
  raw blob
) strict;
create index issue_run on issue (run_id, id);
create index issue_source on issue (source_id);

create table drift (
  source_id integer not null references source (id) on delete cascade,
  kind text not null check (kind in ('field', 'type', 'file')),
  path text not null,
  count integer not null,
  example text not null,
  primary key (source_id, kind, path)
) strict, without rowid;

-- Titles given in one log to a conversation of another, by one of its messages.
create table title (
  provider text not null,
  message text not null,
  title text not null,
  record_id integer not null references record (id) on delete cascade,
  -- 1 once every conversation was looked through for the message.
  applied integer not null default 0,
  primary key (provider, message, record_id)
) strict, without rowid;
create index title_record on title (record_id);

-- Counters that must never go back. titles: the generation up to which conversations were looked through for titles.
create table counter (
  name text primary key,
  value integer not null
) strict, without rowid;
insert into counter values ('generation', 0), ('message', 1), ('titles', 0);

-- Conversations that are no more, by generation, so that index.db can drop them.
create table removed (
  generation integer primary key,
  conversation_id integer not null,
  first_message integer not null,
  messages integer not null
) strict;
`;
