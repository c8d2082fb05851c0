/** The person's own words, keyed by the conversation's text id, surviving every import, undo and rebuild. */
export const user0001 = `
create table kept (
  conversation text primary key,
  starred_at integer,
  title text,
  note text,
  note_at integer,
  archived_at integer,
  -- In the trash: hidden, and hidden again by the next import. purged_at: emptied from the trash; what is left is the tombstone.
  trashed_at integer,
  purged_at integer
) strict, without rowid;

create table tag (
  id integer primary key,
  name text not null unique collate nocase,
  color text
) strict;

create table conversation_tag (
  conversation text not null,
  tag_id integer not null references tag (id) on delete cascade,
  primary key (conversation, tag_id)
) strict, without rowid;
create index conversation_tag_tag on conversation_tag (tag_id);

create table saved_search (
  id integer primary key,
  name text not null,
  query text not null,
  position real not null
) strict;

create table recent_search (
  query text primary key,
  at integer not null
) strict, without rowid;

-- "Not so": the person's correction of an annotation.
create table correction (
  conversation text not null,
  message text not null,
  annotation text not null,
  value text,
  at integer not null,
  primary key (conversation, message, annotation)
) strict, without rowid;

create table setting (
  name text primary key,
  value text not null
) strict, without rowid;

-- What was done, so that it can be undone.
create table change (
  id integer primary key,
  at integer not null,
  name text not null,
  undo text not null,
  undone_at integer
) strict;
`;
