-- Money can go back only to where it came from, and no more than came. Money that an operator assigned from suspense
-- to a user counts as that user's payment. If a bank took back another currency, nobody knows how much is left.
create or replace view billing.refundable_payments as
select
  paid.user_id,
  p.id as payment_id,
  p.provider,
  p.external_id,
  p.currency,
  p.amount as paid_amount,
  p.amount - returned.amount as amount,
  coalesce(v.refunds_parts, true) as parts
from (
  select own.user_id, own.id as payment_id
  from billing.payments as own
  where own.user_id is not null
  union all
  select s.user_id, s.payment_id
  from billing.suspense as s
  where s.user_id is not null
) as paid
join billing.payments as p on p.id = paid.payment_id
left join billing.providers as v on v.name = p.provider
cross join lateral (
  select least(p.amount, case
    when exists (select from ledger.transfers as t where t.reverses = p.transfer_id)
      or exists (
        select
        from billing.operations as o
        where o.user_id = paid.user_id
          and o.action = 'debit'
          and (o.arguments ->> 'payment_id')::bigint = p.id
          and o.result ->> 'outcome' in ('debited', 'insufficient_funds')
      ) then p.amount
    else coalesce(sum(r.amount), 0)::bigint + coalesce((
      select sum(case when d.loss_currency <> p.currency then p.amount else d.owed end)
      from billing.disputes as d
      where d.payment_id = p.id and d.returned_by is null
    ), 0)::bigint
  end) as amount
  from billing.refunds as r
  where r.payment_id = p.id and r.status <> 'failed'
) as returned;
comment on view billing.refundable_payments is
  'Payments by user, with how much of each can still be sent back. Money that an operator assigned from suspense counts as a payment of whom he gave it.';
comment on column billing.refundable_payments.user_id is 'Whose money it is.';
comment on column billing.refundable_payments.payment_id is 'The payment, see billing.payments.';
comment on column billing.refundable_payments.provider is 'Through whom it came, and goes back.';
comment on column billing.refundable_payments.external_id is 'The provider''s id of it.';
comment on column billing.refundable_payments.currency is 'Of paid_amount and amount.';
comment on column billing.refundable_payments.paid_amount is 'What was credited, minor units.';
comment on column billing.refundable_payments.amount is
  'What can still be sent back, minor units: paid_amount less what was sent, is being sent, or was taken back in a dispute that is not won; 0 of a payment that was reversed, that its provider took back (billing.debit), or of which a dispute took something in another currency.';
comment on column billing.refundable_payments.parts is 'Whether a part of it can be sent, or only the whole.';
