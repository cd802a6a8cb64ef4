-- Admins are told about a destination immediately when our credentials (or the address) are wrong, and after some
-- minutes when all its messages fail.
create or replace function jobs._destination_troubles(out name text, out detail text) returns setof record
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    'topic_' || t.name || coalesce(':' || nullif(d.name, 'main'), ''),
    case
      when d.failing_with ~ '^denied: ' or (
        d.failures >= l.breaker_failures and d.failing_since < clock_timestamp() - interval '5 minutes'
      )
        then format('nothing goes through since %s UTC: %s', to_char(d.failing_since at time zone 'UTC', 'HH24:MI'), d.failing_with)
    end
  from outbox.topics as t
  join outbox.destinations as d on d.topic = t.name
  cross join lateral (select coalesce(d.breaker_failures, t.breaker_failures) as breaker_failures) as l
  where l.breaker_failures is not null
  order by d.id
$$;
comment on function jobs._destination_troubles() is
  'Returns for each destination with a breaker its alarm, named as its check in /ready, and what is wrong; null when nothing is.';
