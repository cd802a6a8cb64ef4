-- For the accountant: every entry of providers' accounts in a span is a row, and nothing else is. So the sum of a
-- provider's rows is, to the last minor unit, what it owes the shop more than before.
--
-- The bounds of the span are materialized: computed for each row they took 40 of 56 s for 200,000 payments. Each
-- transfer of a refund or dispute is joined by equality, because an OR compares every row with every refund.
create or replace function ops.payments_between(p_from date, p_until date) returns table (
  at timestamptz,
  provider text,
  kind text,
  amount bigint,
  currency text,
  payment_external_id text,
  external_id text,
  payment_id bigint,
  user_id bigint,
  invoice_id bigint,
  transfer_id bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with span as materialized (
    select app.day_start(p_from) as starts_at, app.day_start(p_until) as ends_at
  ),

  moved as (
    select
      t.id, t.created_at, t.kind, t.idempotency_key, substr(a.name, length('clearing.') + 1) as provider,
      -e.amount as amount, e.currency::text as currency
    from span as s
    join ledger.transfers as t on t.created_at >= s.starts_at and t.created_at < s.ends_at
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id
    where a.user_id is null and a.name ~ '^clearing\.'
  )

  select
    m.created_at,
    m.provider,
    case m.kind
      when 'topup' then 'payment'
      when 'payout_sent' then 'refund'
      when 'payout_returned' then 'refund'
      when 'return' then 'refund'
      when 'dispute_won' then 'dispute'
      else m.kind
    end,
    m.amount,
    m.currency,
    p.external_id,
    coalesce(r.external_id, d.external_id),
    p.id,
    coalesce(p.user_id, u.user_id),
    p.invoice_id,
    m.id
  from moved as m
  left join (
    select o.settled_by as moved_id, o.payment_id, o.external_id from billing.refunds as o
    union all
    select b.returned_by, b.payment_id, b.external_id from billing.refunds as b
  ) as r on r.moved_id = m.id
  left join (
    select o.taken_by as moved_id, o.payment_id, o.external_id from billing.disputes as o
    union all
    select b.returned_by, b.payment_id, b.external_id from billing.disputes as b
  ) as d on d.moved_id = m.id
  left join billing.suspense as s on s.transfer_id = m.id
  left join billing.payments as paid on paid.transfer_id = m.id
  left join billing.payments as charged
    on m.kind = 'fee'
    and charged.provider = m.provider
    and charged.external_id = substr(m.idempotency_key, length(format('fee:%s:', m.provider)) + 1)
  left join billing.payments as p on p.id = coalesce(paid.id, r.payment_id, d.payment_id, s.payment_id, charged.id)
  left join billing.suspense as u on u.payment_id = p.id
  order by m.id, m.provider, m.amount
$$;
comment on function ops.payments_between(date, date) is
  'Takes days of the shop''s zone, half-open [p_from, p_until). What moved on providers'' accounts in them: payment, refund (negative; positive when it came back), fee (negative), dispute (negative; positive when it was won) or another kind of transfer; amount in minor units of currency, as it was paid; the provider''s ids of the payment and of the refund or dispute. Sums to the entries of the accounts clearing.<provider>.';
