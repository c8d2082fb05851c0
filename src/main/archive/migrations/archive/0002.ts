/** Which conversations a figure of a receipt counts. */
export const archive0002 = `
-- A line per write transaction, source and figure: what was read then, in its order.
create table outcome (
  id integer primary key,
  run_id integer not null references run (id) on delete cascade,
  source_id integer not null references source (id) on delete cascade,
  figure text not null check (figure in ('added', 'updated', 'unchanged', 'hidden', 'ignored')),
  count integer not null,
  -- JSON list of conversation.id; 0 for what is none.
  conversations text not null,
  -- JSON list of the places in the source, as long; null when it is the whole source.
  places text
) strict;
create index outcome_run on outcome (run_id);
create index outcome_source on outcome (source_id, run_id);

-- 1 when the run knew the source and did not read it again: what it holds counts as it did then, nothing as new.
alter table run_source add column repeated integer not null default 0;
update run_source set repeated = 1
  where run_id > (select min(o.run_id) from run_source o where o.source_id = run_source.source_id);

-- Of imports before this step it is not known what was new in them: all they read counts as added.
insert into outcome (run_id, source_id, figure, count, conversations)
  select r.run_id, r.source_id, 'added', count(*), json_group_array(c.id)
  from (select source_id, min(run_id) as run_id from run_source group by source_id) r
  join source s on s.id = r.source_id
  join (
    select distinct sr.source_id, v.id from source_record sr join contribution k on k.record_id = sr.record_id
    join record e on e.id = sr.record_id join conversation v on v.provider = e.provider and v.native_id = k.native_id) c
    on c.source_id = s.id
  group by r.run_id, r.source_id;
`;
