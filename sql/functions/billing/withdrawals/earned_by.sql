-- Whatever a reward is called, it comes from referral_expense, and goes back there when it is taken back. What is
-- pending is not earned yet.
create or replace function billing.earned_by(p_user_id bigint, p_currency text, out earned bigint, out rewards bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(sum(e.amount), 0)::bigint - (
      select coalesce(sum(p.balance), 0)::bigint
      from ledger.accounts as p
      where p.user_id = p_user_id and p.name = 'referral_pending' and p.currency = p_currency
    ),
    count(distinct e.transfer_id) filter (where e.amount > 0)
  from ledger.accounts as a
  join ledger.entries as e on e.account_id = a.id
  where a.user_id = p_user_id
    and a.currency = p_currency
    and a.name in ('referral_pending', 'referral', 'withdrawal_hold')
    and exists (
      select
      from ledger.entries as x
      join ledger.accounts as s on s.id = x.account_id
      where x.transfer_id = e.transfer_id and s.user_id is null and s.name = 'referral_expense'
    )
$$;
comment on function billing.earned_by(bigint, text) is
  'Returns what a user earned by bringing others, without what is pending or was taken back (minor units), and by how many rewards.';
