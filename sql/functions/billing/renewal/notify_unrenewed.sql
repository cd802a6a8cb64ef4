create or replace function billing.notify_unrenewed(p_subscription_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify(
    s.user_id,
    'renewal-not-made',
    jsonb_build_object(
      'plan', jsonb_build_object('text', billing.title_of(s.id, p.title, s.user_id)),
      'balance', jsonb_build_object('money', billing.balance_of(s.user_id, r.currency), 'currency', r.currency)
    ),
    '[[{"text": "button-buy", "data": "go:plans"}, {"text": "button-close", "data": "close"}]]'
  )
  from billing.subscriptions as s
  join billing.plans as p on p.id = s.plan_id
  join billing.prices as r on r.id = s.renewal_price_id
  where s.id = p_subscription_id
$$;
comment on function billing.notify_unrenewed(bigint) is
  'Tells the user that the renewal he has paid for cannot be made, and that the money is on his balance.';
