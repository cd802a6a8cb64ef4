-- Uses machine time, as every heartbeat does.
create or replace function outbox.heard_since() returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select min(c.started_at)
  from outbox.consumers as c
  where c.name = 'bot' and c.seen_at between clock_timestamp() - interval '2 minutes' and clock_timestamp()
$$;
comment on function outbox.heard_since() is
  'Returns since when a bot has accepted updates, UTC; null if none does now.';
