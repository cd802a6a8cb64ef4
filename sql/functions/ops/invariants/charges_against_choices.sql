-- A choice may stand and be passed over nevertheless. So each charge of the last month that a job decided on is
-- compared with what its customer had chosen last before it. Cost: a pass over the audit.
create or replace view ops.charges_against_choices as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

charged as (
  select
    a.subject_id, a.at, a.id,
    case a.action
      when 'subscription.renewed' then format('renewed for period %s', a.after ->> 'period_number')
      else format('charged by %s', a.after ->> 'invoice_id')
    end as what
  from app.audit as a
  where a.subject = 'subscription'
    and a.action in ('subscription.renewed', 'charge.opened')
    and a.at > (select n.at from since as n)
)

select format('subscription %s: %s although it was not to be renewed', c.subject_id, c.what) as subject
from charged as c
cross join lateral (
  select (a.after ->> 'auto_renew')::boolean and a.after ->> 'cancelled_at' is null as to_be_renewed
  from app.audit as a
  where a.subject = 'subscription'
    and a.subject_id = c.subject_id
    and a.after ? 'auto_renew'
    and (a.at, a.id) < (c.at, c.id)
  order by a.at desc, a.id desc
  limit 1
) as chosen
where not chosen.to_be_renewed

union all
select format('charge %s of method %s, which was removed before', i.id, m.id)
from billing.payment_methods as m
join billing.invoices as i on i.method_id = m.id and i.created_at > m.removed_at
where i.created_at > (select n.at from since as n);
comment on view ops.charges_against_choices is
  'What was charged in the last month against the choice of its customer, as far as jobs decided it: a renewal that was cancelled or switched off, a payment method that was removed.';
comment on column ops.charges_against_choices.subject is 'What was charged, and against which choice.';
