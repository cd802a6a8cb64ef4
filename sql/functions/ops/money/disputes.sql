create or replace view ops.disputes as
select
  d.id as dispute_id,
  d.provider,
  d.external_id,
  d.status,
  d.evidence_due,
  d.payment_id,
  coalesce(p.user_id, s.user_id) as user_id,
  d.amount,
  d.currency,
  d.fee,
  d.reason,
  case
    when s.dispute_id = d.id then 0::bigint
    when d.loss_currency = p.currency and exists (
      select
      from ledger.entries as e
      join ledger.accounts as a on a.id = e.account_id and a.user_id is null and a.name = 'losses'
      where e.transfer_id = s.transfer_id
    ) then 0::bigint
    else d.loss - d.covered
  end as loss,
  d.covered,
  d.loss_currency,
  d.returned_by is not null as came_back,
  d.opened_at,
  d.closed_at,
  case when d.status <> 'won' then d.owed - d.covered - d.waived else 0 end as owes,
  d.waived
from billing.disputes as d
left join billing.payments as p on p.id = d.payment_id
left join billing.suspense as s on s.payment_id = p.id
order by d.closed_at desc nulls first, d.evidence_due asc nulls last, d.id asc;
comment on view ops.disputes is
  'Payments that a payer''s bank wants back, those first that wait for evidence, which is given in the provider''s cabinet. Times in UTC.';
comment on column ops.disputes.dispute_id is 'What ops.cover_dispute takes.';
comment on column ops.disputes.provider is 'Whose payment it is.';
comment on column ops.disputes.external_id is 'The provider''s id of the dispute.';
comment on column ops.disputes.status is 'opened, won (the shop has the money) or lost.';
comment on column ops.disputes.evidence_due is 'Until when the provider takes evidence; null when it did not say.';
comment on column ops.disputes.payment_id is 'The payment; null while we know of none.';
comment on column ops.disputes.user_id is 'Whose payment it was; null while nobody''s.';
comment on column ops.disputes.amount is 'What is disputed, minor units of currency.';
comment on column ops.disputes.currency is 'Of amount and fee.';
comment on column ops.disputes.fee is
  'What the provider takes for it, won or lost, minor units of currency; null when it did not say.';
comment on column ops.disputes.reason is 'In the provider''s word; null when it did not say.';
comment on column ops.disputes.loss is
  'What the provider took and nobody''s balance, nor suspense, gave, minor units of loss_currency; null while it took nothing.';
comment on column ops.disputes.covered is 'What the payer''s balance gave of it, minor units of loss_currency.';
comment on column ops.disputes.loss_currency is 'Of loss, covered, owes and waived; null while nothing was taken.';
comment on column ops.disputes.came_back is 'Whether it was won, and loss and covered are given back.';
comment on column ops.disputes.opened_at is 'When the shop heard of it first.';
comment on column ops.disputes.closed_at is 'When it was decided last; null while it is open.';
comment on column ops.disputes.owes is
  'What the payer still owes of it, minor units of loss_currency; nothing is paid out to him before (ops.cover_dispute).';
comment on column ops.disputes.waived is 'What of that was forgiven, minor units of loss_currency.';
