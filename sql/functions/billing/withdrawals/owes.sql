-- A person who owes the shop cannot withdraw money until that is settled: money that a bank took back, or a reward for
-- it, that no balance covered.
create or replace function billing.owes(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from (
      select p.id from billing.payments as p where p.user_id = p_user_id
      union all
      select s.payment_id from billing.suspense as s where s.user_id = p_user_id
    ) as p
    join billing.disputes as d on d.payment_id = p.id
    where d.status <> 'won' and d.owed > d.covered + d.waived
  ) or exists (
    select from billing.referral_rewards as r where r.user_id = p_user_id and r.owed > 0 and r.level > 0
  ) or exists (
    -- It was paid out, after it had been given back.
    select from billing.withdrawals as w where w.user_id = p_user_id and w.owed > 0
  ) or exists (
    -- Money of its payment is gone, and the reward is not taken back yet: the job is to come, or a brake holds it.
    select
    from billing.referral_rewards as r
    join billing.refundable_payments as f on f.payment_id = r.payment_id and f.user_id = r.payer_id
    where r.user_id = p_user_id
      and r.level > 0
      and r.look_at is not null
      and r.released > r.taken_back + r.owed
      and billing.reward_share(r, f.amount, f.paid_amount) < r.released - r.taken_back - r.owed
  ) or exists (
    -- A provider took a payment back, and no balance covered it (billing.debit).
    select
    from billing.operations as o
    where o.user_id = p_user_id
      and o.action = 'debit'
      and o.arguments ? 'payment_id'
      and o.result ->> 'outcome' = 'insufficient_funds'
      and not exists (
        select
        from billing.operations as d
        where d.user_id = p_user_id
          and d.action = 'debit'
          and d.arguments ->> 'payment_id' = o.arguments ->> 'payment_id'
          and d.result ->> 'outcome' = 'debited'
      )
  ) or exists (
    select from ledger.accounts as a where a.user_id = p_user_id and a.balance < 0
  );
end
$$;
comment on function billing.owes(bigint) is
  'Whether a user owes the shop: a dispute or debit that his balance did not cover, a reward that was taken back and is gone or is to go, a withdrawal that was given back and paid all the same, or an account below zero.';
