create or replace function app.notices_sent(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  update app.told as t
  set sent_at = app.now()
  where t.id = any (array(select app.told_by(n) from unnest(p_payloads) as n))
$$;
comment on function app.notices_sent(text[], jsonb[], jsonb[]) is
  'Done hook of telegram.notice, and part of that of billing.notice: notes in app.told that they were sent. Needs neither p_lanes nor p_results.';
