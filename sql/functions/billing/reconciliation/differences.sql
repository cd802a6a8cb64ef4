-- Compares every line of a provider's list with what we booked for it. Cost: a pass over payments, refunds and lines;
-- half a million payments took 15 s on two busy cores, and twice that when app.now() was called for each line. It runs
-- after the lists are read, and every hour while something differs.
create or replace view billing.differences as
with lately as materialized (
  select app.now() - interval '15 minutes' as since
),

theirs as (
  select
    l.provider, l.charge_id, l.kind, l.currency::text as currency, sum(l.amount)::bigint as amount,
    min(l.first_seen) as since, bool_or(l.names_ours) as names_ours
  from billing.provider_transactions as l
  where l.kind in ('payment', 'refund') and l.amount is not null
  group by l.provider, l.charge_id, l.kind, l.currency::text
),

-- Later parts of a charge are payments of their own (billing.beyond_booked); a line has the sum.
payments as (
  select
    min(p.id) as id, p.provider, split_part(p.external_id, ' after ', 1) as external_id, min(p.received_at) as since,
    sum(coalesce(p.gross, p.amount))::bigint as amount, coalesce(p.gross_currency, p.currency)::text as currency,
    bool_and(
      coalesce(i.created_at, p.received_at - interval '3 days') >= r.listed_from
      and p.received_at < r.listed_to - interval '1 hour'
    ) as is_due
  from billing.payments as p
  join billing.providers as r on r.name = p.provider
  left join billing.invoices as i on i.id = p.invoice_id
  group by p.provider, split_part(p.external_id, ' after ', 1), coalesce(p.gross_currency, p.currency)::text
),

sent_back as (
  select r.payment_id, g.amount, r.created_at as from_at, t.created_at as at
  from billing.refunds as r
  join ledger.transfers as t on t.id = r.settled_by
  cross join lateral billing.gross_of_refund(r) as g
  where r.status = 'done' and r.payment_id is not null
  union all
  select s.payment_id, coalesce(p.gross, p.amount), s.resolved_at as from_at, s.resolved_at as at
  from billing.suspense as s
  join billing.payments as p on p.id = s.payment_id
  where s.resolved_at is not null and s.user_id is null and s.dispute_id is null
),

refunds as (
  select
    p.id as payment_id, p.provider, p.external_id, p.currency, -sum(b.amount)::bigint as amount, min(b.at) as since,
    min(b.from_at) >= r.listed_from and max(b.at) < r.listed_to - interval '1 hour' as is_due,
    r.can @> array['refund'] as is_listed
  from sent_back as b
  join billing.payments as part on part.id = b.payment_id
  join payments as p
    on p.provider = part.provider
    and p.external_id = split_part(part.external_id, ' after ', 1)
    and p.currency = coalesce(part.gross_currency, part.currency)::text
  join billing.providers as r on r.name = p.provider
  group by p.id, p.provider, p.external_id, p.currency, r.listed_from, r.listed_to, r.can
)

select
  case when t.names_ours or r.exclusive then 'not_booked' else 'foreign' end as difference,
  t.provider, t.charge_id as external_id, p.id as payment_id, t.amount as theirs, t.currency as theirs_currency,
  null::bigint as ours, null::text as ours_currency, t.since
from theirs as t
join billing.providers as r on r.name = t.provider
left join payments as p on p.provider = t.provider and p.external_id = t.charge_id
where t.kind = 'payment' and p.id is null and t.since < (select n.since from lately as n)

union all
select
  'not_listed', p.provider, p.external_id, p.id, null as theirs, null as theirs_currency, p.amount as ours,
  p.currency as ours_currency, p.since
from payments as p
left join theirs as t on t.kind = 'payment' and t.provider = p.provider and t.charge_id = p.external_id
where t.charge_id is null and p.is_due

union all
select
  'amount_differs', p.provider, p.external_id, p.id, t.amount as theirs, t.currency as theirs_currency,
  p.amount as ours, p.currency as ours_currency, t.since
from payments as p
join theirs as t on t.kind = 'payment' and t.provider = p.provider and t.charge_id = p.external_id
where (t.amount, t.currency) <> (p.amount, p.currency)

union all
select
  case when f.payment_id is null and p.id is null and not t.names_ours then 'foreign' else 'refund_differs' end,
  coalesce(t.provider, f.provider), coalesce(t.charge_id, f.external_id), coalesce(f.payment_id, p.id),
  t.amount as theirs, t.currency as theirs_currency, f.amount as ours, f.currency as ours_currency,
  coalesce(t.since, f.since)
from (select r.* from theirs as r where r.kind = 'refund') as t
full join refunds as f on f.provider = t.provider and f.external_id = t.charge_id and f.currency = t.currency
left join payments as p on p.provider = t.provider and p.external_id = t.charge_id
where t.amount is distinct from f.amount
  and case
    when f.payment_id is null then t.amount <> 0 and t.since < (select n.since from lately as n)
    else f.is_due and (t.charge_id is not null or f.is_listed)
  end

union all
select d.* from billing.differences_of_disputes as d
union all
select p.* from billing.differences_of_payouts as p;
comment on view billing.differences is
  'Where a provider''s list differs from our books, see ops.reconciliation; includes what an operator has settled.';
comment on column billing.differences.difference is
  'How it differs: not_booked, foreign, not_listed, amount_differs, refund_differs, dispute_differs or payout_differs, see ops.reconciliation.';
comment on column billing.differences.provider is 'Whose list differs.';
comment on column billing.differences.external_id is 'The provider''s id of the payment, dispute or payout.';
comment on column billing.differences.payment_id is 'The payment, see billing.payments; null where we have none.';
comment on column billing.differences.theirs is
  'What the provider lists, minor units of theirs_currency, negative for what went back; null where it lists nothing, and for coins.';
comment on column billing.differences.theirs_currency is 'Of theirs.';
comment on column billing.differences.ours is
  'What we booked, minor units of ours_currency, negative for what went back; null where we booked nothing.';
comment on column billing.differences.ours_currency is 'Of ours.';
comment on column billing.differences.since is
  'When the line was read first, or where there is none when we booked it, UTC.';
