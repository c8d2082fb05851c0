/** Conversations that share a native id and nothing else; what tombstones withheld; runs that read again; quarantined bytes in files. */
export const archive0005 = `
-- The id in the record, where another conversation has it too; native_id is then the id with a hash of its root. Null: the same.
alter table contribution add column plain_id text;
-- Time and hash of the first message, in the form of identities.ts; null: no messages, or of an archive before this step.
alter table contribution add column root text;
create index contribution_plain on contribution (plain_id, record_id) where plain_id is not null;

-- Ids of the messages in a version of an export that is not shown, 6 bytes of a hash each; those of what is shown are in its rows.
create table message_ids (
  record_id integer not null references record (id) on delete cascade,
  native_id text not null,
  ids blob not null,
  primary key (record_id, native_id)
) strict, without rowid;

-- What a source has and the archive must not: the person deleted it for good. With a record: its bytes are still here.
create table withheld (
  conversation text not null,
  source_id integer not null references source (id) on delete cascade,
  record_id integer references record (id) on delete cascade,
  primary key (conversation, source_id)
) strict, without rowid;
create index withheld_source on withheld (source_id);
create index withheld_record on withheld (record_id) where record_id is not null;

alter table run add column kind text not null default 'import' check (kind in ('import', 'reparse'));

-- Bytes of an element that is too large to be a record; raw is then how it begins.
alter table issue add column hash blob references blob (hash);
create index issue_hash on issue (hash) where hash is not null;
create trigger issue_added after insert on issue when new.hash is not null begin
  update blob set refs = refs + 1 where hash = new.hash;
end;
create trigger issue_removed after delete on issue when old.hash is not null begin
  update blob set refs = refs - 1 where hash = old.hash;
end;
create trigger issue_changed after update of hash on issue begin
  update blob set refs = refs - 1 where hash = old.hash;
  update blob set refs = refs + 1 where hash = new.hash;
end;
`;
