-- A renewable plan without a price is a mistake; its subscribers are not renewed until it has a price.
create or replace function billing.offers_lost() returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lost bigint[];
  v_plans text;
  v_count bigint;
begin
  select array_agg(r.id), string_agg(distinct p.code, ', ') into v_lost, v_plans
  from billing.prices as r
  join billing.plans as p on p.id = r.plan_id
  where p.renewable
    and not exists (select from billing.renewal_offers as o where o.renewal_price_id = r.id and o.currency = r.currency);
  if v_lost is null then
    return null;
  end if;

  select count(*) into v_count
  from billing.subscriptions as s
  where s.status = 'active'
    and s.auto_renew
    and s.cancelled_at is null
    and s.renewal_price_id = any (v_lost);
  return case
    when v_count > 0 then format(
      '%s subscriptions cannot be renewed, no price is valid now: %s. See ops.change_price, ops.retire_plan', v_count, v_plans
    )
  end;
end
$$;
comment on function billing.offers_lost() is
  'Returns as text how many subscriptions are to be renewed but have no offer although their plan is renewable; null for none. Reads the active subscriptions only when there is such a price.';
