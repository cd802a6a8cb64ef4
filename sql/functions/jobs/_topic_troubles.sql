-- What admins hear of a destination: at once that our credentials (or the address) are wrong, and after some
-- minutes that nothing goes through.
create or replace function jobs._topic_troubles(out name text, out detail text) returns setof record
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    format('topic_%s', t.name),
    case
      when t.failing_with ~ '^denied: ' or (
        t.failures >= t.breaker_failures and t.failing_since < clock_timestamp() - interval '5 minutes'
      )
        then format('nothing goes through since %s UTC: %s', to_char(t.failing_since at time zone 'UTC', 'HH24:MI'), t.failing_with)
    end
  from outbox.topics as t
  where t.breaker_failures is not null
  order by t.name
$$;
comment on function jobs._topic_troubles() is
  'For each topic with a breaker its alarm topic_<name>, and what is wrong; null when all is well.';
