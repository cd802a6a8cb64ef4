create or replace function api.topup_offer(p_telegram_id bigint) returns table (
  currency text,
  presets bigint[],
  min_amount bigint,
  max_amount bigint,
  suggested bigint
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    mine.currency,
    array(
      select p.amount::bigint
      from jsonb_array_elements_text(app.setting('topup_presets') -> mine.currency) as p (amount)
      where p.amount::bigint between l.min_amount and l.max_amount
    ),
    l.min_amount,
    l.max_amount,
    billing.topup_suggestion(mine.user_id)
  from app.user_of(p_telegram_id) as mine_id (user_id)
  cross join lateral (values (mine_id.user_id, billing.currency_of(mine_id.user_id))) as mine (user_id, currency)
  cross join lateral billing.topup_limits(mine.currency) as l;
end
$$;
comment on function api.topup_offer(bigint) is
  'Returns amounts to offer for a top-up, minor units; suggested: see billing.topup_suggestion; all of them can be paid. Raises TK010 for an unknown user.';
