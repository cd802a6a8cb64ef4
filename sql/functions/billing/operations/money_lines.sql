-- One line per transfer, whichever accounts it moved. Lines are ordered as money moved (max() over, because a
-- transaction that began earlier may have a later id).
create or replace function billing.money_lines(p_user_id bigint) returns table (
  at timestamptz,
  place timestamptz,
  cause text,
  amount bigint,
  currency text,
  balance_after bigint,
  price_id bigint,
  subscription_id bigint,
  period_number integer,
  provider text,
  reason text,
  transfer_id bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with moved as (
    select
      e.transfer_id,
      e.currency,
      sum(e.amount)::bigint as amount,
      (sum(sum(e.amount)) over (partition by e.currency order by e.transfer_id))::bigint as balance_after
    from ledger.accounts as a
    join ledger.entries as e on e.account_id = a.id and e.account_version is not null
    where a.user_id = p_user_id and a.name in ('bonus', 'cash', 'referral')
    group by e.transfer_id, e.currency
  )

  select
    t.created_at as at,
    max(t.created_at) over (order by t.id) as place,
    case
      when r.cause ~ '^change:' then 'change_credit'
      when r.cause ~ '^undelivered:' then 'undelivered'
      else t.kind
    end as cause,
    moved.amount,
    moved.currency,
    moved.balance_after,
    g.price_id,
    coalesce(sold.subscription_id, r.subscription_id) as subscription_id,
    coalesce(sold.number, r.period_number) as period_number,
    p.provider,
    case
      when r.cause ~ '^request:' then r.reason
      when t.kind in ('credit', 'debit', 'reversal') then t.reason
      when t.kind in ('promo', 'promo_taken_back') then used.code
    end as reason,
    t.id as transfer_id
  from moved
  join ledger.transfers as t on t.id = moved.transfer_id
  -- What became of a gift is its taker's.
  left join billing.periods as sold on sold.transfer_id = t.id and t.kind <> 'gift'
  left join billing.gifts as g on t.kind in ('gift', 'gift_returned') and t.id in (g.transfer_id, g.settled_by)
  left join billing.refunds as r on r.transfer_id = t.id
  left join billing.refunds as failed on t.id in (failed.settled_by, failed.returned_by)
  left join billing.suspense as s on s.transfer_id = t.id
  left join billing.payments as paid on paid.transfer_id = t.id
  left join lateral (
    select c.code
    from billing.promo_uses as u
    join billing.promo_codes as c on c.id = u.code_id
    where u.id = substring(t.idempotency_key from '^promo(?:_taken_back)?:(\d+)$')::bigint
  ) as used on t.kind in ('promo', 'promo_taken_back')
  left join billing.payments as p
    on p.id = coalesce(paid.id, r.payment_id, failed.payment_id, s.payment_id)
$$;
comment on function billing.money_lines(bigint) is
  'Returns what the balance of a user gained or lost, a line for each transfer and currency: amount and balance_after in minor units. For billing.statement, which says what cause and reason are; place orders the lines.';
