create or replace function admin.payment(p_telegram_id bigint, p_payment_id bigint, p_language text) returns table (
  payment_id bigint,
  received_at timestamptz,
  provider text,
  external_id text,
  user_id bigint,
  username text,
  first_name text,
  paid bigint,
  paid_currency text,
  fee bigint,
  credited bigint,
  currency text,
  sent_back bigint,
  sending bigint,
  refundable bigint,
  order_id bigint,
  order_kind text,
  order_status text,
  plan_title text,
  subscription_id bigint,
  period_number integer,
  transfer_id bigint,
  dispute text,
  suspense text,
  suspense_reason text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    p.payment_id, p.received_at, p.provider, p.external_id, coalesce(p.user_id, u.user_id), i.username, i.first_name, p.paid,
    p.paid_currency::text, p.fee, p.credited, p.currency::text, p.sent_back,
    (
      select coalesce(sum(f.amount), 0)::bigint
      from billing.refunds as f
      where f.payment_id = p.payment_id and f.status = 'sending'
    ),
    coalesce(r.amount, 0), o.id, o.kind, o.status, billing.in_language(l.title, p_language), d.subscription_id, d.number,
    d.transfer_id, q.status,
    case when u.payment_id is null then null when u.resolved_at is null then 'waits' else 'resolved' end, u.reason
  from ops.payments as p
  left join billing.suspense as u on u.payment_id = p.payment_id
  left join app.telegram_identities as i on i.user_id = coalesce(p.user_id, u.user_id)
  left join billing.refundable_payments as r on r.payment_id = p.payment_id
  left join billing.orders as t on t.id = p.order_id
  left join billing.orders as o on o.id = coalesce(t.for_order_id, t.id)
  left join billing.prices as c on c.id = o.price_id
  left join billing.plans as l on l.id = c.plan_id
  left join billing.periods as d on d.order_id = o.id
  left join lateral (
    select e.status from billing.disputes as e where e.payment_id = p.payment_id order by e.id desc limit 1
  ) as q on true
  where p.payment_id = p_payment_id;
end
$$;
comment on function admin.payment(bigint, bigint, text) is
  'Returns a payment: what was paid and kept of it, what it was for (the order, and the period that it bought), how much went back (sent_back), is on its way (sending) or could still go back (refundable), a dispute''s status, and whether its payer is not certain (suspense: waits or resolved). Amounts in minor units. Raises TK070 without the permission customers.';
