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
  'Payments whose payer is not certain, open ones first. Ask the provider by external_id who paid, then select ops.assign_suspense(payment_id, user_id, reason); or send the payment back and select ops.return_suspense(payment_id, reason).';
comment on column ops.suspense.payment_id is 'What these functions take.';
comment on column ops.suspense.provider is 'Through whom it came.';
comment on column ops.suspense.external_id is 'The provider''s id of the payment.';
comment on column ops.suspense.amount is 'What is held, minor units of currency.';
comment on column ops.suspense.currency is 'Of amount.';
comment on column ops.suspense.reason is 'Why nobody was credited.';
comment on column ops.suspense.waits_for is 'How long it has waited, business time; null once it is resolved.';
comment on column ops.suspense.user_id is 'Whose it turned out to be; null while unknown, and when it was returned.';
comment on column ops.suspense.resolved_at is
  'When an operator decided, or its dispute was lost, business time, UTC; null while it waits.';
comment on column ops.suspense.resolution is 'What became of it and why; null while it waits.';
comment on column ops.suspense.disputed is
  'Whether its payer''s bank has taken it back: then it is not sent, and whoever it is assigned to gets no more than what is left of it.';
