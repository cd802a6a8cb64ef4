-- What is open is read by its index, and of today's money only today's.
create or replace view ops.metrics_of_money as
select 'tickover_suspense_payments' as name, '{}'::jsonb as labels, count(*)::double precision as value
from billing.suspense as s
where s.resolved_at is null
union all
select 'tickover_suspense_waits_seconds', '{}', coalesce(extract(epoch from app.now() - min(s.created_at)), 0)
from billing.suspense as s
where s.resolved_at is null
  -- There is nothing to be given to anybody, or sent.
  and not exists (
    select
    from billing.disputes as d
    where d.payment_id = s.payment_id and d.taken_by is not null and d.returned_by is null
  )
union all
select 'tickover_money_events_waiting', '{}', count(*) from inbox.money_events as e where e.closed_at is null
union all
select 'tickover_payment_unserved_seconds', '{}', greatest(
  (
    select extract(epoch from clock_timestamp() - min(e.received_at))
    from inbox.money_events as e
    where e.closed_at is null and e.kind = 'payment'
  ),
  (
    select extract(epoch from app.now() - min(u.since))
    from (
      select b.since from billing.unbought as b
      union all
      select r.since from billing.unrenewed as r where r.next_at < 'infinity'
    ) as u
  ),
  0
)
union all
select 'tickover_refunds_to_send', '{}', count(*) from billing.refunds as r where r.status = 'sending'
union all
select 'tickover_withdrawals_open', '{}', count(*) from billing.withdrawals as w where w.settled_at is null
union all
select v.name, jsonb_build_object('provider', t.provider, 'currency', t.currency), v.value
from ops.received_between(app.day_start(app.day_of(app.now())), null) as t
cross join lateral (
  values ('tickover_received_today_minor', t.received), ('tickover_sent_back_today_minor', t.sent_back)
) as v (name, value);
comment on view ops.metrics_of_money is
  'Part of ops.metrics: money whose owner is not known, that is not booked or not spent as asked, that is to be sent, and today''s, in minor units.';
