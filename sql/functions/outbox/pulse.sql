create or replace function outbox.pulse(out ok boolean, out detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(l.seen_at, '-infinity') > clock_timestamp() - interval '30 seconds',
    coalesce(
      'last heartbeat ' || extract(epoch from clock_timestamp() - l.seen_at)::integer || ' s ago',
      'no listener has been seen'
    )
  from (select max(h.seen_at) as seen_at from outbox.listeners as h where h.name = 'listener') as l
$$;
comment on function outbox.pulse() is
  'Whether a listener is alive: one gave a heartbeat within 30 s; and how long ago the last one was.';
