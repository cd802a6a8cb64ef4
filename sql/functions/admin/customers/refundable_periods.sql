create or replace function admin.refundable_periods(
  p_telegram_id bigint, p_user_id bigint, p_language text, p_limit integer default 10
) returns table (
  subscription_id bigint,
  number integer,
  title text,
  starts_at timestamptz,
  ends_at timestamptz,
  charged bigint,
  refunded bigint,
  currency text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    p.subscription_id, p.number, billing.in_language(billing.title_of(p.subscription_id, l.title), p_language), p.starts_at,
    p.ends_at, p.charged, p.refunded, p.currency::text
  from billing.paid_periods as p
  join billing.plans as l on l.id = p.plan_id
  where p.user_id = p_user_id and p.charged > p.refunded
  order by p.starts_at desc
  limit p_limit;
end
$$;
comment on function admin.refundable_periods(bigint, bigint, text, integer) is
  'Returns the paid periods of a customer of which something is left to refund (charged less refunded, minor units), newest first. Raises TK070 without the permission customers.';
