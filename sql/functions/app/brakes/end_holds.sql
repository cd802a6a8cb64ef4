-- What waits for a brake asks again within the hour. So a brake that nobody has asked for longer than that holds
-- nothing: what it held is not due any more, or was of a kind that does not wait, such as marking people as
-- unreachable.
create or replace function app.end_holds() returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.hold_brake(b.name, 0)
  from app.brakes as b
  where b.held_at <= app.now() - greatest(b.span, interval '90 minutes')
  order by b.name
$$;
comment on function app.end_holds() is
  'Ends the alarms of brakes that have held nothing for their span, 90 minutes at least.';
