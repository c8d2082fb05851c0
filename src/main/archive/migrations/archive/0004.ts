/** Kept here, gone there: conversations of which no file is left on this computer. */
export const archive0004 = `
-- Written by whoever last looked (gone.ts), so a row may be older than the truth by one look.
create table gone (
  conversation_id integer primary key references conversation (id) on delete cascade
) strict;
`;
