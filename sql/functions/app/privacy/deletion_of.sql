-- A confirmation counts for what the screen said: the token changes with the balance, and with what runs and how long:
-- a screen may be tapped after a renewal, or a gift, has come.
create or replace function app.deletion_of(
  p_user_id bigint,
  out token text,
  out coming_back bigint,
  out currency text,
  out gift_counts integer[],
  out gift_amounts bigint[],
  out gift_currencies text[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select left(md5(string_agg(w.line, ',' order by w.line)), 16) into token
  from (
    select format('user %s', p_user_id)
    union all
    select format('%s %s', b.currency, b.balance) from billing.balances_of(p_user_id) as b where b.balance > 0
    union all
    select format('subscription %s %s', s.id, extract(epoch from s.ends_at))
    from billing.subscriptions as s
    where s.user_id = p_user_id and s.status = 'active'
    union all
    select format('gift %s', g.id) from billing.gifts as g where g.payer_id = p_user_id and g.status = 'unused'
  ) as w (line);
  select a.balance, a.currency::text into coming_back, currency
  from ledger.accounts as a
  where a.user_id = p_user_id and a.name in ('refund_hold', 'withdrawal_hold') and a.balance > 0
  order by a.balance desc
  limit 1;
  select array_agg(u.count), array_agg(u.amount), array_agg(u.currency)
  into gift_counts, gift_amounts, gift_currencies
  from (
    select g.currency::text as currency, count(*)::integer as count, sum(g.amount)::bigint as amount
    from billing.gifts as g
    where g.payer_id = p_user_id and g.status = 'unused'
    group by g.currency
    order by g.currency
  ) as u;
end
$$;
comment on function app.deletion_of(bigint) is
  'Returns the token that confirms the deletion of a user''s account as it is now, and the largest sum (minor units of currency) that is being sent back to him: until it has arrived or is on his balance again, the account stays; null when nothing is. gift_counts, gift_amounts, gift_currencies: by currency, how many gifts that he paid nobody has taken, and their money (minor units), null for none: they can still be taken, and the money of those that nobody takes is given up.';
