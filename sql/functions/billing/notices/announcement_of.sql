-- A charge is announced in the period before the one that it pays for.
create or replace function billing.announcement_of(p_subscription_id bigint, p_period_number integer)
returns table (announced_at timestamptz, amount bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select n.created_at, n.amount
  from billing.notices as n
  where n.subscription_id = p_subscription_id
    and n.period_number = p_period_number - 1
    and n.kind in ('announced', 'price_risen')
    and n.dropped is null
  order by n.created_at desc
  limit 1;
end
$$;
comment on function billing.announcement_of(bigint, integer) is
  'Returns when the charge for that period of a subscription was announced last (UTC), and at which amount (minor units); no row when it was not, such as for what somebody bought himself.';
