create or replace function api.topup_offer(p_telegram_id bigint) returns table (
  currency text,
  presets bigint[],
  min_amount bigint,
  max_amount bigint,
  suggested bigint
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    billing.currency(),
    array(select p.amount::bigint from jsonb_array_elements_text(app.setting('topup_presets')) as p (amount)),
    app.setting('topup_min')::bigint,
    app.setting('topup_max')::bigint,
    billing.topup_suggestion(app.user_of(p_telegram_id))
$$;
comment on function api.topup_offer(bigint) is
  'Amounts to offer for a top-up, minor units; suggested: what the last purchase that waits is short of, or null. Raises TK010 for an unknown user.';
