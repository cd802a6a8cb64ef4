-- A code for people who have paid gave something to one who got all of that back. Bonus that is still there goes back
-- to the shop, and free time that is still to come ends; what was used is gone. He is told of each.
create or replace function billing.take_back_promo(p_use_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_use billing.promo_uses;
  v_code billing.promo_codes;
  v_bonus bigint;
  v_subscription billing.subscriptions;
  v_period billing.periods;
  v_ends_at timestamptz;
begin
  update billing.promo_uses as u
  set taken_back_at = app.now()
  where u.id = p_use_id and u.taken_back_at is null
  returning u.* into v_use;
  if not found then
    return;
  end if;
  select c.* into v_code from billing.promo_codes as c where c.id = v_use.code_id;
  v_bonus := least(billing.bonus_of(v_use.user_id, v_code.currency), v_code.amount);
  if v_use.transfer_id is not null and v_bonus > 0 then
    perform ledger.post(
      'promo_taken_back',
      format('promo_taken_back:%s', v_use.id),
      array[
        (ledger.account(v_use.user_id, 'bonus', v_code.currency), -v_bonus)::ledger.leg,
        (ledger.account(null, 'promo_expense', v_code.currency), v_bonus)::ledger.leg
      ]
    );
    perform billing.notify_operation(v_use.user_id, 'promo-bonus-taken-back', null, v_bonus, v_code.currency::text);
  end if;
  select s.* into v_subscription
  from billing.subscriptions as s
  where s.id = v_use.subscription_id and s.status = 'active' and s.ends_at > app.now();
  if found then
    select p.* into v_period
    from billing.periods as p
    where p.subscription_id = v_use.subscription_id and p.number = v_use.period_number;
    v_ends_at := (billing.take_back(
      v_subscription, billing.plan_of_period(v_period),
      least(
        v_period.ends_at - v_period.starts_at,
        greatest(coalesce(v_period.closed_at, v_period.ends_at) - app.now(), interval '0')
      ),
      'system', 'subscription.promo_taken_back', null
    )).ends_at;
    perform billing.notify_operation(v_use.user_id, 'promo-time-taken-back', p_subscription_id => v_subscription.id)
    where v_ends_at < v_subscription.ends_at;
  end if;
end
$$;
comment on function billing.take_back_promo(bigint) is
  'Takes back what is left of what a use of a promo code gave (billing.promo_uses), once: bonus (kind promo_taken_back) and free time to come, and tells him. The caller holds the user''s locks.';
