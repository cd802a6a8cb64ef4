-- If a subscription is at several panels, each panel counts by itself: the fullest one is shown.
create or replace function api.usage(p_telegram_id bigint, p_subscription_id bigint default null) returns table (
  used_bytes bigint,
  data_limit bigint,
  traffic_from timestamptz,
  devices integer,
  device_limit integer,
  online_at timestamptz,
  connected_at timestamptz,
  read_at timestamptz
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    max(w.used_bytes) filter (where a.traffic_from is not distinct from d.traffic_from), d.data_limit, d.traffic_from,
    (vpn.connections_of(d.subscription_id)).devices, d.device_limit, max(w.online_at), min(w.connected_at), max(w.read_at)
  from app.users as u
  cross join lateral billing.shown_subscription(u.id, p_subscription_id) as s
  join vpn.desired as d on d.subscription_id = s.id
  left join vpn.access as a on a.subscription_id = s.id and a.state <> 'leaving'
  left join vpn.usage as w on w.access_id = a.id
  where u.id = app.user_of(p_telegram_id)
  group by d.subscription_id;
end
$$;
comment on function api.usage(bigint, bigint) is
  'Returns how billing.shown_subscription uses its access, as panels said last (read_at, UTC; null for never): bytes since traffic_from and the limit, devices that are bound (vpn.connections_of) and their limit, when it was seen last, and first connected. Null where panels do not tell, or there is no limit; no row without access. Raises TK010 for an unknown user.';
