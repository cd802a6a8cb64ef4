-- What somebody wanted, also where nothing came of it.
create or replace function ops.story_of_orders(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    o.created_at,
    case o.kind when 'topup' then 'top-up ordered' else 'ordered' end,
    concat_ws(
      ', ',
      case when o.kind <> 'topup' then o.kind end,
      case when r.id is not null then format(
        '%s for %s %s', billing.in_language(l.title, 'en'), r.period_count, r.period_unit
      ) end,
      case when o.discount > 0 then format('%s off', o.discount) end,
      'code ' || c.code,
      'pays with ' || o.provider,
      case
        when o.status = 'fulfilled' then format('done at %s UTC', date_trunc('second', o.fulfilled_at at time zone 'UTC'))
        else o.status
      end
    ),
    o.amount,
    o.currency::text,
    'order ' || o.id
  from billing.orders as o
  left join billing.prices as r on r.id = o.price_id
  left join billing.plans as l on l.id = r.plan_id
  left join billing.promo_codes as c on c.id = o.promo_code_id
  where o.user_id = p_user_id
  union all
  select
    i.closed_at,
    case when i.method_id is null then 'payment failed' else 'saved method declined' end,
    concat_ws(', ', i.provider, i.error),
    i.amount,
    i.currency::text,
    'invoice ' || i.id
  from billing.invoices as i
  where i.user_id = p_user_id and i.status = 'failed'
  union all
  select
    d.opened_at,
    'payment disputed',
    concat_ws(', ', d.provider, d.reason, d.status),
    d.amount,
    d.currency::text,
    'payment ' || d.payment_id
  from billing.payments as p
  join billing.disputes as d on d.payment_id = p.id
  where p.user_id = p_user_id;
end
$$;
comment on function ops.story_of_orders(bigint) is
  'Part of ops.explain: orders and what became of them, payments that a provider refused, and disputes.';
