-- Each account gets back its share of what is left to refund, and the largest remainders get the odd units. So partial
-- refunds add up to what each account paid, and money that was given or earned goes back to the account from which it
-- came. The person who paid gets the refund, whoever used the period. A cause that was refunded before gives the same
-- result again.
create or replace function billing.refund_plan(
  p_subscription_id bigint, p_number integer, p_amount bigint, p_cause text
) returns ledger.leg[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with charged as (
    select
      e.account_id,
      -e.amount as amount,
      -e.amount - coalesce((
        select sum(b.amount)
        from billing.refunds as r
        join ledger.entries as b on b.transfer_id = r.transfer_id and b.account_id = e.account_id
        where r.subscription_id = p_subscription_id
          and r.period_number = p_number
          and r.id < coalesce((select o.id from billing.refunds as o where o.cause = p_cause), 9223372036854775807)
      ), 0) as kept
    from billing.periods as p
    join ledger.entries as e on e.transfer_id = p.transfer_id and e.account_version is not null and e.amount < 0
    where p.subscription_id = p_subscription_id and p.number = p_number
  ),

  -- The trigger of billing.refunds refuses more than is left.
  shares as (
    select
      c.account_id,
      case when sum(c.kept) over () > 0 then c.kept else c.amount end as share
    from charged as c
  ),

  quotas as (
    select
      s.account_id,
      div(p_amount * s.share::numeric, sum(s.share) over ()) as amount,
      mod(p_amount * s.share::numeric, sum(s.share) over ()) as remainder
    from shares as s
  ),

  rounded as (
    select
      q.account_id,
      q.amount + (
        row_number() over (order by q.remainder desc, q.account_id) <= p_amount - sum(q.amount) over ()
      )::integer as amount
    from quotas as q
  )

  select array_agg((r.account_id, r.amount::bigint)::ledger.leg order by r.account_id)
  from rounded as r
  where r.amount > 0
$$;
comment on function billing.refund_plan(bigint, integer, bigint, text) is
  'Returns the legs that move p_amount (minor units) of a paid period back to the accounts that paid for it, in proportion to what each can still get back; null for a period that was not paid for.';
