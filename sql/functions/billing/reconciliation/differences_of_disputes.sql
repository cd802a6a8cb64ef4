-- Compares what a provider lists of disputes with what we booked for them.
create or replace view billing.differences_of_disputes as
with lately as materialized (
  select app.now() - interval '15 minutes' as since
),

disputes as (
  select l.provider, l.external_id, l.currency::text as currency, sum(l.amount)::bigint as amount,
    min(l.first_seen) as since, bool_or(billing.dispute_may_be_ours(l.provider, l.charge_id)) as is_ours
  from billing.provider_transactions as l
  where l.kind = 'dispute' and l.amount is not null
  group by l.provider, l.external_id, l.currency::text
)

select
  case when d.id is null and not t.is_ours then 'foreign' else 'dispute_differs' end as difference,
  t.provider, t.external_id, d.payment_id, t.amount as theirs, t.currency as theirs_currency,
  case when d.taken_by is null or d.returned_by is not null then 0 else -d.amount end as ours,
  d.currency::text as ours_currency, t.since
from disputes as t
left join billing.disputes as d on d.provider = t.provider and d.external_id = t.external_id
where t.since < (select n.since from lately as n)
  and case
    when d.taken_by is null or d.returned_by is not null then t.amount <> 0
    else (t.amount, t.currency) <> (-d.amount, d.currency::text)
  end;
comment on view billing.differences_of_disputes is
  'Part of billing.differences: where a provider lists otherwise than we booked what it took for disputes and gave back.';
