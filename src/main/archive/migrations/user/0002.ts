/** The person's word against a star that the provider gave. */
export const user0002 = `
alter table kept add column unstarred_at integer;
`;
