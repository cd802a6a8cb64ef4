-- Who owes the shop gets nothing paid out until that is settled: money that a bank took back, or a reward for it, that
-- no balance covered.
create or replace function billing.owes(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from billing.payments as p
    join billing.disputes as d on d.payment_id = p.id
    where p.user_id = p_user_id and d.status <> 'won' and d.owed > d.covered
  ) or exists (
    select from billing.referral_rewards as r where r.user_id = p_user_id and r.owed > 0 and r.level > 0
  ) or exists (
    select from ledger.accounts as a where a.user_id = p_user_id and a.balance < 0
  );
end
$$;
comment on function billing.owes(bigint) is
  'Whether a user owes the shop: a dispute that his balance did not cover, a reward that was taken back and is gone, or an account below zero.';
