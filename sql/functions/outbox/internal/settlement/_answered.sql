-- A success closes the breaker of a destination and shows that earlier failures and refusals did not concern all
-- messages. The row of the destination is written only when there is something to reset, else every ack would queue
-- for it. Counters are kept in another table, written once per ack (see outbox.counters).
create or replace function outbox._answered(p_destinations bigint[], p_counts bigint[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  if exists (
    select
    from outbox.destinations as d
    where d.id = any (p_destinations)
      and (d.failures > 0 or d.failing_since is not null or d.refused_since is not null)
  ) then
    perform from outbox.destinations as d where d.id = any (p_destinations) order by d.id for no key update;
    update outbox.destinations as d
    set failures = 0, retry_at = null, failing_since = null, failing_with = null, refused_since = null
    where d.id = any (p_destinations);
  end if;

  insert into outbox.counters as c (destination, done, last_done_at)
  select n.destination, n.done, clock_timestamp()
  from unnest(p_destinations[:cardinality(p_counts)], p_counts) as n (destination, done)
  order by n.destination
  on conflict (destination) do update set done = c.done + excluded.done, last_done_at = excluded.last_done_at;
end
$$;
comment on function outbox._answered(bigint[], bigint[]) is
  'Takes the destinations of successful messages, and for the first of them, in the same order, how many messages succeeded.';
