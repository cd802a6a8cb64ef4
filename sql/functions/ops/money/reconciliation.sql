-- What a person has to look at, the longest known first.
create or replace view ops.reconciliation as
select
  d.difference,
  d.provider,
  d.external_id,
  d.payment_id,
  d.theirs,
  d.theirs_currency,
  d.ours,
  d.ours_currency,
  d.since,
  case d.difference
    when 'not_booked' then
      'It is ours, and could not be booked: ops.invoices, ops.outbox. It is tried again by ops.reconcile.'
    when 'foreign' then
      'It names nothing of ours. When the account sells nothing else, set billing.providers.exclusive.'
    when 'not_listed' then
      'Ask the provider for it. When it never came: ops.debit(user, amount, reason, p_payment_id => payment).'
    when 'amount_differs' then 'Ask the provider. Correct with ops.credit or ops.debit.'
    when 'refund_differs' then
      'Look in the provider''s cabinet what went back: send what is missing, or correct with ops.credit.'
    when 'dispute_differs' then 'Look at ops.disputes and in the provider''s cabinet.'
    when 'payout_differs' then 'Look at ops.withdrawals and in the provider''s cabinet whether it was paid, and once.'
  end as what_to_do
from billing.differences as d
where not exists (
  select
  from billing.settled_differences as s
  where s.provider = d.provider and s.charge_id = d.external_id and s.difference = d.difference
)
order by d.since;
comment on view ops.reconciliation is
  'What providers list otherwise than we booked, the longest known first. When one is done with by hand: select ops.settle_difference(provider, external_id, difference, reason).';
comment on column ops.reconciliation.difference is
  'not_booked (theirs without ours), foreign (the same, and it names nothing of ours), not_listed (ours without theirs, an hour older than the last reading), amount_differs, refund_differs (all that went back of a payment), dispute_differs, payout_differs (theirs without ours, or ours without theirs).';
comment on column ops.reconciliation.provider is 'Whose list differs.';
comment on column ops.reconciliation.external_id is
  'The provider''s id of the payment (also of a refund), dispute or payout.';
comment on column ops.reconciliation.payment_id is 'The payment, see billing.payments; null where we have none.';
comment on column ops.reconciliation.theirs is
  'What the provider lists, minor units of theirs_currency, negative for what went back; null where it lists nothing, and for coins.';
comment on column ops.reconciliation.theirs_currency is 'Of theirs.';
comment on column ops.reconciliation.ours is
  'What we booked, minor units of ours_currency, negative for what went back; null where we booked nothing.';
comment on column ops.reconciliation.ours_currency is 'Of ours.';
comment on column ops.reconciliation.since is
  'When the line was read first, or where there is none when we booked it, UTC.';
comment on column ops.reconciliation.what_to_do is 'For the operator who looks at it.';
