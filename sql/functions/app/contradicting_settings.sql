create or replace function app.contradicting_settings() returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when app.setting('topup_min')::bigint > app.setting('topup_max')::bigint then 'topup_min is above topup_max'
    when not exists (
      select from billing.plans as p where p.code = app.setting('trial_plan') #>> '{}'
    ) then format('trial_plan is %s, which no plan is called', app.setting('trial_plan'))
  end
$$;
comment on function app.contradicting_settings() is
  'What settings say that cannot be true of all of them, or of the plans; null when they agree. Raises TK011 when one of them is missing.';
