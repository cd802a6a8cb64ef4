create or replace function vpn.connections_of(
  p_subscription_id bigint, out devices integer, out device_limit integer, out connected boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    greatest(
      max(w.devices),
      nullif((select count(*) from vpn.page_devices as b where b.subscription_id = d.subscription_id), 0)
    )::integer,
    d.device_limit,
    bool_or(w.connected_at is not null or w.online_at is not null or coalesce(w.used_bytes, 0) > 0)
      filter (where w.access_id is not null)
  into devices, device_limit, connected
  from vpn.desired as d
  left join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
  left join vpn.usage as w on w.access_id = a.id
  where d.subscription_id = p_subscription_id
  group by d.subscription_id;
end
$$;
comment on function vpn.connections_of(bigint) is
  'Returns how many devices are bound to a subscription, at its page or at the panel with the most (null for none), how many may be (null for no limit), and whether anybody has ever connected, as panels said last (null where they do not tell).';
