create or replace view ops.suspense as
select
  s.payment_id,
  p.provider,
  p.external_id,
  p.amount,
  p.currency,
  s.reason,
  case when s.resolved_at is null then date_trunc('second', app.now() - s.created_at) end as waits_for,
  s.user_id,
  s.resolved_at,
  s.resolution,
  0 < (
    select count(*)
    from billing.disputes as d
    where d.payment_id = s.payment_id and d.taken_by is not null and d.returned_by is null
  ) as disputed
from billing.suspense as s
join billing.payments as p on p.id = s.payment_id
order by s.resolved_at desc nulls first, s.created_at asc;
comment on view ops.suspense is
  'Payments whose payer is not certain, amounts in minor units. Ask the provider by external_id who paid, then select ops.assign_suspense(payment_id, user_id, reason); or send the payment back and select ops.return_suspense(payment_id, reason). disputed: its payer''s bank has taken it back, so it is not sent, and whoever it is assigned to gets no more than what is left of it.';
