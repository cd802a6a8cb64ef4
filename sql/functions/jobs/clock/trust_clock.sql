-- Whoever opens the shop knows whether the server stood still. What Telegram says of the clock stays while it is asked.
create or replace function jobs.trust_clock() returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update jobs.clock as c
  set
    seen_at = null,
    leapt_at = null,
    ahead = case when clock_timestamp() - c.compared_at between '0' and interval '5 minutes' then c.ahead end
$$;
comment on function jobs.trust_clock() is
  'Forgets that PostgreSQL''s clock leapt, and, if the last comparison is older than five minutes, what it said.';
