create or replace function outbox._is_alive(p_consumer text) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from outbox.consumers as c
    where c.name = p_consumer and c.seen_at between clock_timestamp() - interval '30 seconds' and clock_timestamp()
  );
end
$$;
comment on function outbox._is_alive(text) is
  'Whether a process of that consumer (listener or bot) has reported within half a minute.';
