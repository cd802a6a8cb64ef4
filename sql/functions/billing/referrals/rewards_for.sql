create or replace function billing.rewards_for(p_payment billing.payments, p_origin billing.origins, p_kind text)
returns table (user_id bigint, level integer, kind text, percent integer, days integer, amount bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_paid constant bigint := p_payment.amount;
  v_currency constant text := p_payment.currency::text;
  v_percent constant integer := (billing.referral_tier(p_origin.referrer_id)).percent;
  v_second constant integer := app.setting('referral_second_percent')::integer;
begin
  return query
  select e.*
  from (values
    (
      p_origin.user_id, 0, 'sum', null::integer, null::integer,
      least(coalesce(billing.by_currency('referral_welcome', v_currency), 0), v_paid)
    ),
    (
      p_origin.referrer_id, 1, p_kind, case p_kind when 'percent' then v_percent end,
      case p_kind when 'days' then app.setting('referral_days')::integer end,
      case
        when p_kind = 'percent' then div(v_paid * v_percent::numeric, 100)::bigint
        when p_kind = 'sum' then least(coalesce(billing.by_currency('referral_sum', v_currency), 0), v_paid)
        else 0
      end
    ),
    (
      billing.referrer_of(p_origin.referrer_id), 2, 'percent', v_second, null::integer,
      div(v_paid * v_second::numeric, 100)::bigint
    )
  ) as e (user_id, level, kind, percent, days, amount)
  where e.amount > 0 or e.days > 0;
end
$$;
comment on function billing.rewards_for(billing.payments, billing.origins, text) is
  'Returns who earns what by a payment whose payer came as p_origin says, if rewards are of p_kind (setting referral_reward); see billing.referral_rewards. Rounded down to minor units; sums and the welcome are those that the settings have for the currency of the payment.';
