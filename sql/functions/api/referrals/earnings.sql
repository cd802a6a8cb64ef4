create or replace function api.earnings(p_telegram_id bigint) returns table (
  currency text,
  earned bigint,
  pending bigint,
  pending_until timestamptz,
  owed bigint,
  withdrawable bigint
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select
    r.currency::text,
    sum(r.released - r.taken_back - r.owed)::bigint,
    sum(r.accrued - r.released - r.cancelled)::bigint,
    min(r.hold_until) filter (where r.accrued > r.released + r.cancelled),
    sum(r.owed)::bigint,
    billing.withdrawable(v_user_id, r.currency)
  from billing.referral_rewards as r
  where r.user_id = v_user_id and r.kind <> 'days' and r.level > 0
  group by r.currency
  order by r.currency <> billing.currency_of(v_user_id), r.currency;
end
$$;
comment on function api.earnings(bigint) is
  'Returns what a user earned by bringing others, by currency, his own first, in minor units: earned (released, less what was taken back), pending, from when the first of that can be spent at the earliest (UTC; null for nothing pending; past: as soon as its payment is spent), owed, and withdrawable of the balance. Raises TK010 for an unknown user.';
