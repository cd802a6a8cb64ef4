create or replace function app.contradicting_settings() returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when app.setting('topup_min')::bigint > app.setting('topup_max')::bigint then 'topup_min is above topup_max'
    when app.setting('terms_version') <> 'null' and app.setting('terms') = 'null'
      then 'terms_version asks users to accept terms, but the setting terms has none'
    when not exists (
      select from billing.plans as p where p.code = app.setting('trial_plan') #>> '{}'
    ) then format('trial_plan is %s, but no plan has this code', app.setting('trial_plan'))
  end
$$;
comment on function app.contradicting_settings() is
  'Returns a contradiction between settings, or between settings and plans; null when they agree. Raises TK011 when one of the settings is missing.';
