-- Inlined, because a job asks for thousands.
create or replace function billing._wallet(p_user_id bigint, p_currency text)
returns table (
  cash_id bigint, bonus_id bigint, bonus bigint, referral_id bigint, referral bigint, rest bigint, balance bigint
)
language sql
stable
as $$
  select
    p.cash_id, p.bonus_id, p.bonus, p.referral_id, p.referral,
    coalesce(p.cash, 0) + coalesce(p.bonus, 0),
    coalesce(p.cash, 0) + coalesce(p.bonus, 0) + coalesce(p.referral, 0)
  from (
    select
      max(c.id) filter (where c.name = 'cash') as cash_id,
      max(c.balance) filter (where c.name = 'cash') as cash,
      max(c.id) filter (where c.name = 'bonus') as bonus_id,
      max(c.balance) filter (where c.name = 'bonus') as bonus,
      max(c.id) filter (where c.name = 'referral') as referral_id,
      max(c.balance) filter (where c.name = 'referral') as referral
    from ledger.accounts as c
    where c.user_id = p_user_id and c.currency = p_currency
  ) as p
$$;
comment on function billing._wallet(bigint, text) is
  'Returns the accounts from which a user pays in a currency, and what is in them, in minor units: rest without what he earned by referrals, balance with it. Ids and amounts of accounts that he does not have are null.';
