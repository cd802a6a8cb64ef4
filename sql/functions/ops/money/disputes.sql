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
  d.loss - d.covered as loss,
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
  'Payments that a payer''s bank wants back, those first that wait for evidence (evidence_due, UTC; it is given in the provider''s cabinet). amount and fee in minor units of currency; covered is what the payer''s balance gave of what the provider took, loss the rest, minor units of loss_currency, null while nothing was taken; came_back: it was won, and both are given back; owes: what the payer still owes of it, and is paid nothing out before (ops.cover_dispute), waived: what of that was forgiven.';
