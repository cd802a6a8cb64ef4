-- All that the screens of a withdrawal show until it is asked for.
create or replace function api.withdrawal_offer(p_telegram_id bigint, p_key_id text default null) returns table (
  refusal text,
  available bigint,
  currency text,
  min_amount bigint,
  business_days integer,
  ways text[],
  draft uuid,
  amount bigint,
  way text,
  needs_requisites boolean,
  masked text
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_currency constant text := billing.currency_of(v_user_id);
begin
  return query
  select
    billing.withdrawal_refusal(v_user_id, v_currency),
    billing.referral_of(v_user_id, v_currency),
    v_currency,
    billing.by_currency('withdrawal_min', v_currency),
    app.setting('withdrawal_business_days')::integer,
    array(select y.name from billing.ways_to_withdraw(v_currency, p_key_id) as y order by y.position),
    d.token,
    d.amount,
    d.way,
    w.provider is null and d.way is not null,
    d.masked
  from (values (true)) as one (row)
  left join billing.withdrawal_drafts as d on d.user_id = v_user_id and d.currency = v_currency
  left join billing.withdrawal_ways as w on w.name = d.way;
end
$$;
comment on function api.withdrawal_offer(bigint, text) is
  'Returns what a user could have paid out: available (minor units), the least amount and within how many business days; refusal: why not, see billing.withdrawal_refusal, null if he can; the ways that are open; and what he has chosen so far (draft; null for nothing). p_key_id: see billing.ways_to_withdraw. Raises TK010 for an unknown user.';
