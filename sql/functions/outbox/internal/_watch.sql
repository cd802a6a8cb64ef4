-- One look at what the shop needs from outside a transaction of its own: cheap enough for every process and every
-- half minute, and independent of the jobs, for a dead pg_cron is among what it finds. A destination that stopped for
-- less than half a minute is no trouble: Telegram says so every evening.
create or replace function outbox._watch()
returns table (name text, ok boolean, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select 'writable', not current_setting('transaction_read_only')::boolean,
    case when current_setting('transaction_read_only')::boolean then 'read-only' else 'takes writes' end
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
  'What the shop needs beside a database that answers: name, whether it is well, and in words why or how. For /ready, /metrics and the watchdogs.';
