create or replace function billing._price_renewals(
  p_subscription_ids bigint[], out ids bigint[], out price_ids bigint[], out amounts bigint[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_mergejoin = off
as $$
declare
  v_user_ids bigint[];
begin
  with offers as materialized (
    select o.renewal_price_id, o.announced_currency, o.price_id, o.currency from billing.renewal_offers as o
  )
  select array_agg(s.id), array_agg(s.user_id), array_agg(o.price_id) into ids, v_user_ids, price_ids
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  join app.users as u on u.id = s.user_id
  left join offers as o
    on o.renewal_price_id = s.renewal_price_id and o.currency = coalesce(u.currency, o.announced_currency);
  select array_agg(f.amount) into amounts from billing.prices_for(v_user_ids, price_ids, true, ids) as f;
end
$$;
comment on function billing._price_renewals(bigint[]) is
  'Returns for what these subscriptions are renewed: their ids, the price that is on offer for each (null: none is), and its amount for their users in minor units of its currency; in the same order.';
