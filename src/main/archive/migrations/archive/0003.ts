/** Numbers of conversations are never given out again: what became of one in an import is kept by its number. */
export const archive0003 = `
insert into counter (name, value) values ('conversation', max(
  (select coalesce(max(id), 0) from conversation), (select coalesce(max(conversation_id), 0) from removed)));
`;
