create or replace function api.set_auto_renew(
  p_telegram_id bigint,
  p_enabled boolean,
  p_subscription_id bigint default null
)
returns table (outcome text, next_charge_at timestamptz, amount bigint, currency text)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    case when a.outcome = 'on' and billing.stays_unrenewed(app.now()) then 'switched_off' else a.outcome end,
    a.next_charge_at, a.amount, a.currency
  from billing.set_auto_renew(
    app.user_of(p_telegram_id), p_enabled, p_subscription_id => p_subscription_id
  ) as a
$$;
comment on function api.set_auto_renew(bigint, boolean, bigint) is
  'See billing.set_auto_renew. outcome: on, switched_off (it is on, and the shop renews nothing now: billing.stays_unrenewed), off, nothing_to_renew, unknown_subscription or several_subscriptions; amount in minor units. Raises TK010 for an unknown user.';
