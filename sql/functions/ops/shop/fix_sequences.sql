-- Forward only, so that it may be called at any time. Called by ops.open_shop. Messages that got an id below what their
-- lane had done would never be seen: they are uncovered.
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
  'Moves each sequence that is behind the ids in use up to them, as after a switch to a logical replica. Returns those, with the number drawn last before, and the one it goes on after now.';
