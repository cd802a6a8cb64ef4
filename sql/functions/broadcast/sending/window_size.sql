-- What goes out in ten seconds: the outbox never runs dry between two acknowledgements, and holds few rows that a pause
-- drops.
create or replace function broadcast.window_size() returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((
    select greatest(least(ceil(10 * coalesce(d.rate, t.rate)), 5000), 50)::integer
    from outbox.topics as t
    left join outbox.destinations as d on d.topic = t.name and d.name = 'main'
    where t.name = 'telegram'
  ), 1000);
end
$$;
comment on function broadcast.window_size() is
  'Returns how many messages of a broadcast are in the outbox at most: what Telegram''s limit allows in ten seconds.';
