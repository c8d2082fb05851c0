/**
 * Full text, annotations, rollups; may be deleted at any time. See docs/adr/0002-two-level-search-index.md. What a term is, `indexTerms`
 * alone decides: the tokenizer takes its result as it stands.
 */
export const index0001 = `
-- Every term of a conversation, its title too; the row id is conversation.id. Says which conversations are found.
create virtual table ft_conversation using fts5 (
  terms, content = '', contentless_delete = 1, detail = none, prefix = '1 3', tokenize = 'ascii'
);

create virtual table ft_title using fts5 (terms, content = '', contentless_delete = 1, prefix = '1 3', tokenize = 'ascii');

-- The row id is message.id, so the messages of a conversation are a range. \`marks\` holds role and origin, see messageMarks.
create virtual table ft_message using fts5 (
  text, code, tools, thinking, attachments, marks, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Merging is done in steps between transactions, never inside one.
insert into ft_conversation (ft_conversation, rank) values ('automerge', 0), ('crisismerge', 1999), ('hashsize', 67108864);
insert into ft_title (ft_title, rank) values ('automerge', 0), ('crisismerge', 1999);
insert into ft_message (ft_message, rank) values ('automerge', 0), ('crisismerge', 1999), ('hashsize', 67108864);

-- What is in the three tables: the message range as it was then. A generation of 0 says that it was begun and not ended.
create table indexed (
  conversation_id integer primary key,
  generation integer not null,
  first_message integer not null,
  messages integer not null
) strict;

-- terms: the version of indexTerms that the index was made with. rebuilding: 1 until everything was indexed once.
create table state (
  name text primary key,
  value integer not null
) strict, without rowid;
`;
