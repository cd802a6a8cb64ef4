create or replace function api.devices(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (device bigint, name text, platform text, seen_at timestamptz, place text, is_unbinding boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
declare
  v_subscription constant bigint := (billing.shown_subscription(app.user_of(p_telegram_id), p_subscription_id)).id;
  v_access_ids constant bigint[] := vpn.device_accesses(v_subscription);
begin
  return query
  select
    d.id, d.name, d.platform, d.seen_at,
    case when cardinality(v_access_ids) > 1 then coalesce(p.country, p.code) end,
    vpn.is_unbinding(d)
  from vpn.devices as d
  join vpn.access as a on a.id = d.access_id
  join vpn.panels as p on p.id = a.panel_id
  where d.access_id = any (v_access_ids)
  union all
  select d.id, d.name, d.platform, d.seen_at, null, false
  from vpn.page_devices as d
  where d.subscription_id = v_subscription
  order by 4 desc nulls last, 1;
end
$$;
comment on function api.devices(bigint, bigint) is
  'Returns the known devices of a subscription (billing.shown_subscription), those that were seen last first: the number for api.unbind_device, its model, its system, when it was seen (UTC), null where the panel does not tell; place: the panel''s country or code, null if there is one panel, or the subscription page has seen it; is_unbinding: it was unbound and the panel has not confirmed it yet. Raises TK010 for an unknown user.';
