-- Only cash counts: money that the shop gave can be spent but not paid out, as a bonus; what was earned by bringing
-- others can be paid out, but never to where a payment came from. A charge takes what the user
-- paid in before what was given, and a refund restores it as if it had never been charged. So given money does not
-- become the user's own by being spent and refunded.
create or replace function billing.own_money(
  p_user_id bigint,
  p_currency text,
  p_charge_id bigint default null,
  p_refund bigint default 0
) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with moves as (
    select
      e.account_version as place,
      e.amount
        + coalesce((
          select sum(b.amount)
          from billing.periods as p
          join billing.refunds as r on r.subscription_id = p.subscription_id and r.period_number = p.number
          join ledger.entries as b on b.transfer_id = r.transfer_id and b.account_id = a.id
          where p.transfer_id = t.id
        ), 0)
        + coalesce((
          select sum(b.amount)
          from billing.gifts as g
          join ledger.entries as b on b.transfer_id = g.settled_by and b.account_id = a.id
          where g.transfer_id = t.id
        ), 0)
        + case when t.id = p_charge_id then p_refund else 0 end as amount
    from ledger.accounts as a
    join ledger.entries as e on e.account_id = a.id
    join ledger.transfers as t on t.id = e.transfer_id
    left join ledger.transfers as undone on undone.id = t.reverses
    where a.user_id = p_user_id
      and a.name = 'cash'
      and a.currency = p_currency
      and (
        coalesce(undone.kind, t.kind) not in ('credit', 'debit', 'refund', 'gift_returned')
        -- What a provider took back of a payment was the user's own money.
        or t.kind = 'debit' and exists (
          select
          from billing.operations as o
          where o.user_id = p_user_id and o.arguments ? 'payment_id' and t.idempotency_key = format('request:%s', o.request)
        )
      )
  ),

  totals as (
    select m.place, sum(m.amount) over (order by m.place) as total from moves as m
  )

  -- Below zero, charges took given money.
  select coalesce(max(t.total) filter (where t.place = l.place) - least(min(t.total), 0), 0)::bigint
  from totals as t
  cross join (select max(m.place) as place from moves as m) as l
$$;
comment on function billing.own_money(bigint, text, bigint, bigint) is
  'Returns how much of a user''s cash came from payments and was not charged, in minor units, whatever else was credited. p_charge_id, p_refund: as if that much of that charge were refunded to cash.';
