-- Checks everything that the shop depends on. Each process calls it every half minute, so it is cheap. It does not
-- depend on the jobs, because a dead pg_cron is one of the things it detects. A destination that stops for less than
-- half a minute is not in trouble: Telegram asks for such waits every evening.
create or replace function outbox._watch()
returns table (name text, ok boolean, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select 'writable', not current_setting('transaction_read_only')::boolean,
    case when current_setting('transaction_read_only')::boolean then 'read-only' else 'takes writes' end
  union all
  select 'shop', app.held_because() is null, coalesce('held: ' || app.held_because(), 'open')
  union all
  select 'clock', d.doubt is null and coalesce(abs(extract(epoch from c.ahead)) <= 180, true),
    case
      when d.doubt is not null then d.doubt
      when abs(extract(epoch from c.ahead)) > 180
        then format('PostgreSQL''s clock is %s Telegram''s', jobs.clock_difference(c.ahead))
      when c.compared_at > clock_timestamp() - interval '5 minutes' then 'as at Telegram'
      else 'not compared with Telegram''s now'
    end
  from jobs.clock as c
  cross join lateral (select jobs.clock_doubt(c) as doubt) as d
  union all
  select 'pg_cron', p.ok, p.detail from jobs.pulse() as p
  union all
  select 'listener', p.ok, p.detail from outbox.pulse() as p
  union all
  select 'bot', p.ok, p.detail from outbox._pulse_of('bot') as p
  union all
  select 'webhook', p.ok, p.detail from outbox._telegram_pulse() as p
  union all
  select 'panels', count(*) > 0, format('%s enabled', count(*)) from vpn.panels as p where p.enabled
  union all
  select s.name, s.ok, s.detail from outbox._destination_states() as s
$$;
comment on function outbox._watch() is
  'What the shop needs besides a database that answers: name, whether it is well, and a description. For /ready, /metrics and the watchdogs.';
