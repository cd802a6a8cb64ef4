create or replace function admin.devices_of(p_telegram_id bigint, p_user_id bigint, p_language text) returns table (
  subscription_id bigint,
  title text,
  device bigint,
  name text,
  platform text,
  panel text,
  seen_at timestamptz,
  is_unbinding boolean
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
  perform vpn.ask_devices(vpn.device_accesses(s.id))
  from billing.subscriptions as s
  where s.user_id = p_user_id and s.status = 'active' and vpn.device_accesses(s.id) <> '{}';
  return query
  select
    s.id, billing.in_language(billing.title_of(s.id, l.title), p_language), d.id, d.name, d.platform, p.code, d.seen_at,
    vpn.is_unbinding(d)
  from billing.subscriptions as s
  join billing.plans as l on l.id = s.plan_id
  join vpn.access as a on a.subscription_id = s.id
  join vpn.panels as p on p.id = a.panel_id
  join vpn.devices as d on d.access_id = a.id
  where s.user_id = p_user_id
  union all
  select
    s.id, billing.in_language(billing.title_of(s.id, l.title), p_language), d.id, d.name, d.platform, 'page', d.seen_at,
    false
  from billing.subscriptions as s
  join billing.plans as l on l.id = s.plan_id
  join vpn.page_devices as d on d.subscription_id = s.id
  where s.user_id = p_user_id
  order by 1, 7 desc nulls last, 3;
end
$$;
comment on function admin.devices_of(bigint, bigint, text) is
  'Returns the known devices of a customer, and asks the panels for what they know now: device is what admin.unbind_device takes; panel is "page" where the subscription page has seen it. seen_at, UTC, is null where the panel does not tell. Raises TK070 without the permission customers.';
