-- Called once for each payment, when its payer is certain, in the transaction that books it. It writes what the
-- payment earns and moves no money: the accounts of the person who earns it are not locked here, but the payer's are
-- (billing.lock_users).
--
-- A reward is for the payment, not for what is bought with it. So money earns once, whether it comes for an order or
-- waits on the balance for it; and bonus, what was earned and what an operator gives earn nothing. What the payment has
-- to be spent on a plan for is decided when the reward is released (billing.settle_reward). Whoever is on the blacklist
-- earns as well, and gets it when he is on it no more.
--
-- What is earned once is earned by the first payment that stays: one that went back as a whole, by our fault or not, is
-- as none.
create or replace function billing.reward_payment(p_payment_id bigint, p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_origin billing.origins;
  v_payment billing.payments;
  v_kind text;
begin
  update billing.origins as o set paying = true where o.user_id = p_user_id returning o.* into v_origin;
  if v_origin.referrer_id is null or not app.flag('referrals') then
    return;
  end if;
  select p.* into v_payment from billing.payments as p where p.id = p_payment_id;
  v_kind := app.setting('referral_reward') #>> '{}';
  update billing.referral_rewards as r
  set void = true
  from billing.refundable_payments as f
  where r.payer_id = p_user_id and r.granted_at is null and not r.void
    and f.payment_id = r.payment_id and f.user_id = r.payer_id and f.amount = 0;

  insert into billing.referral_rewards (
    user_id, payer_id, payment_id, level, kind, percent, days, amount, currency, hold_until, look_at, created_at
  )
  select
    e.user_id, p_user_id, p_payment_id, e.level, e.kind, e.percent, e.days, e.amount, v_payment.currency,
    case when e.level = 0 then app.now() else billing.after_quiet_hours(
      app.now() + make_interval(hours => 24 * app.setting('referral_hold_days')::integer), u.timezone
    ) end,
    case when e.level = 0 then app.now() else billing.after_quiet_hours(app.now(), u.timezone) end,
    app.now()
  from billing.rewards_for(v_payment, v_origin, v_kind) as e
  join app.users as u on u.id = e.user_id
  where (e.level = 0 or e.user_id <> p_user_id)
    and exists (select from app.telegram_identities as i where i.user_id = e.user_id)
  on conflict do nothing;
end
$$;
comment on function billing.reward_payment(bigint, bigint) is
  'Records what a payment of this user earns whom (billing.referral_rewards), once; the job settle_rewards books it. The caller holds the payer''s locks.';
