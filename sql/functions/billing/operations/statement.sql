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
  with lines as (
    select m.* from billing.money_lines(p_user_id) as m
    union all
    select f.* from billing.free_lines(p_user_id) as f
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
  'Returns the lines of a user''s account, numbered from the oldest: what the balance gained or lost (amount, minor units, signed) or what was free (amount null), and why. cause: a kind of transfer, change_credit, trial, grant, promo (free time of a promo code), gift_taken (somebody gave it), prize (bonus that was won in the game) or prize_days. Also the period, subscription, plan or provider concerned. reason: as given by the operator or admin who did it by hand, or the promo code.';
