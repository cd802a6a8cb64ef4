-- Only moves forward, so it may be called at any time; ops.open_shop calls it. A message whose id is below the ids
-- that its lane has completed would never be seen; such messages are uncovered.
create or replace function ops.fix_sequences()
returns table (sequence text, drawn bigint, used bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select s.sequence, s.drawn, setval(s.sequence::regclass, s.used)
  from ops.sequences() as s
  where s.used > s.drawn;
  perform outbox._fix_ids();
end
$$;
comment on function ops.fix_sequences() is
  'Advances each sequence that lags behind the ids in use, as after a switch to a logical replica. Returns those sequences, with the number drawn last before and the number from which it now continues.';
