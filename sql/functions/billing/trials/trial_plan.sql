create or replace function billing.trial_plan() returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$ select p.id from billing.plans as p where p.code = app.setting('trial_plan') #>> '{}' $$;
comment on function billing.trial_plan() is
  'Returns the plan of trials (setting trial_plan); null when no plan has that code.';
