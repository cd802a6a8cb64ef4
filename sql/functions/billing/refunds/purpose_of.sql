create or replace function billing.purpose_of(p_transfer_id bigint) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select format('period %s of subscription %s', p.number, p.subscription_id)
  from billing.periods as p
  where p.transfer_id = p_transfer_id
  union all
  select format('payment %s', p.id) from billing.payments as p where p.transfer_id = p_transfer_id
  union all
  select format('refund %s', r.id) from billing.refunds as r where p_transfer_id in (r.transfer_id, r.settled_by)
  union all
  select format('dispute %s', d.id) from billing.disputes as d where p_transfer_id in (d.taken_by, d.returned_by)
  union all
  select format('gift %s', g.id) from billing.gifts as g where p_transfer_id in (g.transfer_id, g.settled_by)
  union all
  select format('payment %s out of suspense', split_part(t.idempotency_key, ':', 2))
  from ledger.transfers as t
  where t.id = p_transfer_id and t.idempotency_key ~ '^suspense:'
$$;
comment on function billing.purpose_of(bigint) is
  'Names what a transfer paid or moved, so that nobody reverses the money alone; null for nothing.';
