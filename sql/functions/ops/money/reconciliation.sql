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
  'What providers list otherwise than we booked: theirs and ours in minor units of the currency beside it, negative for what went back. difference: not_booked (theirs without ours), foreign (the same, and it names nothing of ours), not_listed (ours without theirs, an hour older than the last reading), amount_differs, refund_differs (all that went back of a payment; external_id is the payment''s), dispute_differs (external_id is the dispute''s), payout_differs (theirs without ours, or ours without theirs; external_id is the payout''s). When it is done with by hand: select ops.settle_difference(provider, external_id, difference, reason).';
