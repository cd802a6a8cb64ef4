create or replace function admin.charge(p_telegram_id bigint, p_transfer_id bigint, p_language text) returns table (
  transfer_id bigint,
  user_id bigint,
  payer_id bigint,
  subscription_id bigint,
  period_number integer,
  kind text,
  at timestamptz,
  charged bigint,
  refunded bigint,
  currency text,
  plan_title text,
  period_count integer,
  period_unit text,
  starts_at timestamptz,
  ends_at timestamptz,
  price bigint,
  price_since timestamptz,
  order_id bigint,
  ordered_at timestamptz,
  discount bigint,
  promo_code text,
  announced_at timestamptz,
  announced_amount bigint,
  provider text,
  method_title text
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
    d.transfer_id, d.user_id, d.payer_id, d.subscription_id, d.number, t.kind, t.created_at, d.charged, d.refunded,
    d.currency::text, billing.in_language(billing.title_of(d.subscription_id, l.title), p_language),
    r.period_count, r.period_unit, d.starts_at, d.ends_at, r.amount, lower(r.valid), o.id, o.created_at,
    coalesce(o.discount, r.amount - d.charged), c.code, n.announced_at, n.amount, m.provider,
    billing.in_language(billing.method_title(w.title), p_language)
  from billing.paid_periods as d
  join billing.periods as p on p.subscription_id = d.subscription_id and p.number = d.number
  join billing.prices as r on r.id = p.price_id
  join billing.plans as l on l.id = r.plan_id
  join ledger.transfers as t on t.id = d.transfer_id
  left join billing.orders as o on o.id = p.order_id
  left join billing.promo_codes as c on c.id = o.promo_code_id
  left join lateral billing.announcement_of(d.subscription_id, d.number) as n on true
  left join lateral (
    select a.provider, i.method_id
    from billing.payments as a
    left join billing.invoices as i on i.id = a.invoice_id
    where a.user_id = d.payer_id and a.received_at = p.created_at
    order by a.id desc
    limit 1
  ) as m on true
  left join billing.payment_methods as w on w.id = m.method_id
  where d.transfer_id = p_transfer_id;
end
$$;
comment on function admin.charge(bigint, bigint, text) is
  'Answers why somebody was charged: what for (the period, its plan and price, and since when the price holds), by which order or, of a renewal, whether and when it was announced (announced_amount, minor units), and what paid it (provider null: the balance that was there). No row for what paid no period. Raises TK070 without the permission customers.';
