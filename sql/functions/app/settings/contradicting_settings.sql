create or replace function app.contradicting_settings() returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when exists (
      select
      from jsonb_each(nullif(app.setting('topup_min'), 'null')) as l
      where l.value::bigint > (app.setting('topup_max') -> l.key)::bigint
    ) then 'topup_min is above topup_max'
    when app.setting('referral_reward') = '"sum"' and not app.setting('referral_sum') ? (app.setting('currency') #>> '{}')
      then format('referral_reward is sum, but referral_sum has no amount in %s', app.setting('currency') #>> '{}')
    when app.setting('terms_version') <> 'null' and app.setting('terms') = 'null'
      then 'terms_version asks users to accept terms, but the setting terms has none'
    when not exists (
      select from billing.plans as p where p.code = app.setting('trial_plan') #>> '{}'
    ) then format('trial_plan is %s, but no plan has this code', app.setting('trial_plan'))
  end
$$;
comment on function app.contradicting_settings() is
  'Returns a contradiction between settings, or between settings and plans; null when they agree. Raises TK011 when one of the settings is missing.';
