/** What else providers say of a conversation: what it cost, that it is starred there, and its tags there. */
export const archive0007 = `
-- US dollars of a response, as stated beside its tokens; null: not stated.
alter table message add column cost real;
-- The sum of them; null: of no response stated.
alter table conversation add column cost real;
alter table conversation add column starred integer not null default 0;

-- In the spelling of the provider. The person's own are in user.db.
create table tag_there (
  conversation_id integer not null references conversation (id) on delete cascade,
  name text not null,
  primary key (conversation_id, name)
) strict, without rowid;
`;
