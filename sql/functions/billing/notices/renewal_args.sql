-- What a notice of dunning says about the subscription, the price of the next period, and the method that pays it.
create or replace function billing.renewal_args(
  p_kind text,
  p_subscription billing.subscriptions,
  p_offer billing.offers,
  p_balance bigint,
  p_lacks bigint,
  p_method_id bigint,
  p_charge bigint,
  p_charged billing.invoices
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant bigint := billing.paid_before(p_subscription, p_offer);
  v_topup constant bigint := billing.topup_for(p_lacks, p_offer.currency);
  v_method_id constant bigint := coalesce(p_method_id, p_charged.method_id);
  v_args jsonb := jsonb_build_object(
    'plan', (
      select jsonb_build_object('text', billing.title_of(p_subscription.id, p.title, p_subscription.user_id))
      from billing.plans as p
      where p.id = p_subscription.plan_id
    ),
    'ends_at', jsonb_build_object('time', p_subscription.ends_at),
    'expires_at', jsonb_build_object('time', p_subscription.expires_at)
  );
begin
  if p_kind = 'grace' then
    v_args := v_args || jsonb_build_object(
      'access', case when billing.restricts_grace(p_subscription.id) then 'restricted' else 'full' end,
      'pay', case when p_charged.status = 'open' then 'confirm' else 'topup' end
    );
  end if;
  if p_offer.price_id is not null then
    v_args := v_args || jsonb_build_object(
      'next', jsonb_build_object('text', billing.title_of(p_subscription.id, p_offer.title, p_subscription.user_id)),
      'count', p_offer.period_count,
      'unit', p_offer.period_unit,
      'amount', jsonb_build_object('money', p_offer.amount, 'currency', p_offer.currency),
      'balance', jsonb_build_object('money', p_balance, 'currency', p_offer.currency),
      'missing', jsonb_build_object('money', greatest(p_lacks, 0), 'currency', p_offer.currency),
      -- The possible top-up may differ from the missing amount.
      'topup', jsonb_build_object('money', v_topup, 'currency', p_offer.currency),
      'topup_is', case sign(v_topup - p_lacks) when 1 then 'least' when -1 then 'most' else 'exact' end,
      'risen', case when v_before < p_offer.amount then 'yes' else 'no' end,
      'was', jsonb_build_object('money', least(v_before, p_offer.amount), 'currency', p_offer.currency),
      'at', jsonb_build_object('time', coalesce((billing.next_charge(p_subscription)).at, p_subscription.ends_at))
    );
  end if;
  if v_method_id is not null then
    v_args := v_args || jsonb_build_object(
      'method', (
        select jsonb_build_object('text', billing.method_name(m.provider, m.title))
        from billing.payment_methods as m
        where m.id = v_method_id
      ),
      'charge', jsonb_build_object(
        'money', coalesce(p_charge, p_charged.credited_amount), 'currency', p_offer.currency
      )
    );
  end if;
  return v_args;
end
$$;
comment on function billing.renewal_args(
  text, billing.subscriptions, billing.offers, bigint, bigint, bigint, bigint, billing.invoices
) is
  'Returns the arguments of a notice of billing.notice_to_renew: what the subscription is, what the next period costs (p_offer; null when nothing is on offer), p_balance, what neither it nor a payment method has (p_lacks), and which method (p_method_id) is charged for how much (p_charge), or was (p_charged); minor units.';
