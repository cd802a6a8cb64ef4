create or replace function outbox.pulse(out ok boolean, out detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p.ok, p.detail from outbox._pulse_of('listener') as p
$$;
comment on function outbox.pulse() is
  'Whether a listener is alive, that is, sent a heartbeat within the last 30 s, and how long ago the last heartbeat was.';
