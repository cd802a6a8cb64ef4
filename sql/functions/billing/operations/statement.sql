-- Answers why a user was charged: every movement of the balance with its cause, and everything that was granted free
-- of charge. Lines are numbered from the first one, so that a number is a page key. They are ordered as money moved,
-- and a free period is placed by its time (max() over, because a transaction that began earlier may have a later id).
--
-- It reads all lines of a user by index: with 100k lines in total, a page takes 7 ms for a user with a hundred lines,
-- and 19 ms for one with 2,400. A page key that needs no count would have to be stored in each transfer and period.
create or replace function billing.statement(p_user_id bigint) returns table (
  line_id bigint,
  at timestamptz,
  cause text,
  amount bigint,
  currency text,
  balance_after bigint,
  period_number integer,
  plan_title jsonb,
  period_count integer,
  period_unit text,
  starts_at timestamptz,
  ends_at timestamptz,
  provider text,
  reason text,
  transfer_id bigint,
  subscription_id bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  -- One line per transfer, whichever accounts it moved.
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
  ),

  money as (
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
  ),

  free as (
    select
      q.created_at as at,
      q.created_at as place,
      case
        when c.kind = 'days' then 'promo'
        when q.kind = 'paid' then 'gift_taken'
        when exists (
          select from billing.throws as w where w.subscription_id = q.subscription_id and w.period_number = q.number
        ) then 'prize_days'
        else q.kind
      end as cause,
      null::bigint as amount,
      null::text as currency,
      null::bigint as balance_after,
      null::bigint as price_id,
      q.subscription_id,
      q.number as period_number,
      null::text as provider,
      coalesce(o.reason, c.code) as reason,
      null::bigint as transfer_id
    from billing.subscriptions as s
    join billing.periods as q on q.subscription_id = s.id
    left join billing.operations as o
      on o.user_id = s.user_id
      and o.result ->> 'period_number' = q.number::text
      and (o.arguments ->> 'subscription_id')::bigint = s.id
    left join billing.promo_uses as u on (u.subscription_id, u.period_number) = (q.subscription_id, q.number)
    left join billing.promo_codes as c on c.id = u.code_id
    where s.user_id = p_user_id
      and (
        q.kind <> 'paid'
        or exists (
          select from billing.gifts as g where g.subscription_id = q.subscription_id and g.period_number = q.number
        )
      )
  ),

  lines as (
    select m.* from money as m
    union all
    select f.* from free as f
  )

  select
    row_number() over (order by l.place, l.transfer_id, l.subscription_id, l.period_number),
    l.at,
    l.cause,
    l.amount,
    l.currency,
    l.balance_after,
    l.period_number,
    p.title,
    r.period_count,
    r.period_unit,
    q.starts_at,
    q.ends_at,
    l.provider,
    l.reason,
    l.transfer_id,
    l.subscription_id
  from lines as l
  left join billing.periods as q on q.subscription_id = l.subscription_id and q.number = l.period_number
  left join billing.prices as r on r.id = coalesce(l.price_id, q.price_id)
  left join billing.plans as p
    on p.id = coalesce(r.plan_id, case when l.amount is null then billing.plan_of_period(q) end)
$$;
comment on function billing.statement(bigint) is
  'Returns the lines of a user''s account, numbered from the oldest: what the balance gained or lost (amount, minor units, signed) or what was free (amount null), and why. cause: a kind of transfer, change_credit, trial, grant, promo (free time of a promo code), gift_taken (somebody gave it), prize (bonus that was won in the game) or prize_days. Also the period, subscription, plan or provider concerned. reason: as given by whoever did it by hand, or the promo code.';
