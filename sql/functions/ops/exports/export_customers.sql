create or replace function ops.export_customers() returns table (
  user_id bigint,
  came_at timestamptz,
  language text,
  referrer_id bigint,
  campaign text,
  trial_at timestamptz,
  first_paid_at timestamptz,
  last_paid_at timestamptz,
  payments bigint,
  paid_amount bigint,
  kept_amount bigint,
  currency text,
  balance bigint,
  subscriptions bigint,
  ends_at timestamptz,
  left_at timestamptz
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with money as (
    select
      r.user_id, r.currency::text as currency, count(*) as payments, sum(r.paid_amount) as paid, sum(r.amount) as stays,
      min(p.received_at) as first_at, max(p.received_at) as last_at
    from billing.refundable_payments as r
    join billing.payments as p on p.id = r.payment_id
    group by r.user_id, r.currency
  ),

  cash as (
    select a.user_id, a.currency::text as currency, a.balance
    from ledger.accounts as a
    where a.name = 'cash' and a.balance <> 0
  ),

  purses as (
    select
      coalesce(m.user_id, c.user_id) as user_id, coalesce(m.currency, c.currency) as currency, m.payments, m.paid,
      m.stays, m.first_at, m.last_at, c.balance
    from money as m
    full join cash as c on c.user_id = m.user_id and c.currency = m.currency
  ),

  running as (
    select s.user_id, count(*) filter (where s.ends_at > app.now()) as subscriptions, max(s.ends_at) as ends_at
    from billing.subscriptions as s
    group by s.user_id
  ),

  tried as (
    select t.user_id, min(t.started_at) as at from billing.trials as t group by t.user_id
  )

  select
    u.id, u.created_at, u.locale, o.referrer_id, o.campaign, t.at, w.first_at, w.last_at, coalesce(w.payments, 0),
    coalesce(w.paid, 0)::bigint, coalesce(w.stays, 0)::bigint, w.currency, coalesce(w.balance, 0),
    coalesce(r.subscriptions, 0), r.ends_at, u.deleted_at
  from app.users as u
  left join billing.origins as o on o.user_id = u.id
  left join tried as t on t.user_id = u.id
  left join purses as w on w.user_id = u.id
  left join running as r on r.user_id = u.id
  order by u.id, w.currency
$$;
comment on function ops.export_customers() is
  'All customers, without anything that names them, a row for each currency in which somebody has paid or has a balance: when and by whom or by which campaign they came, when they tried; first and last payment and how many, what they paid in and what stays of it after refunds and disputes (paid_amount, kept_amount), their balance, minor units; how many subscriptions run and when the last one ends; left_at: when the account was deleted. Times in UTC.';
