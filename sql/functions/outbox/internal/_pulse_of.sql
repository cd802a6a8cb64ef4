create or replace function outbox._pulse_of(p_name text, out ok boolean, out detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(l.seen_at, '-infinity') > clock_timestamp() - interval '30 seconds',
    coalesce(
      'last heartbeat ' || extract(epoch from clock_timestamp() - l.seen_at)::integer || ' s ago',
      format('no %s has been seen', p_name)
    )
  from (
    select max(h.seen_at) as seen_at
    from outbox.consumers as h
    -- A clock that was ahead may have left a heartbeat that lies in the future.
    where h.name = p_name and h.seen_at <= clock_timestamp()
  ) as l
$$;
comment on function outbox._pulse_of(text) is
  'Takes bot or listener. Returns whether one is alive, that is, sent a heartbeat within the last 30 s, and how long ago the last heartbeat was.';
