/** Saved searches with their order, under numbers that are never given out again: undoing a deletion brings one back under its own. */
export const user0003 = `
create table searches (
  id integer primary key autoincrement,
  name text not null,
  query text not null,
  -- Null: best match when there are words to match, else newest.
  sort text,
  reverse integer not null default 0,
  -- A place between two others is the middle of theirs.
  position real not null
) strict;
insert into searches (id, name, query, position) select id, name, query, position from saved_search;
drop table saved_search;
alter table searches rename to saved_search;
`;
