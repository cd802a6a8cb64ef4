create or replace function vpn.put(p_subscription_id bigint, p_panel_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id constant bigint := nextval(pg_get_serial_sequence('vpn.access', 'id'));
begin
  insert into vpn.access (id, subscription_id, panel_id, key, traffic_from)
  select v_id, d.subscription_id, p_panel_id, format('s_%s', v_id), d.traffic_from
  from vpn.desired as d
  where d.subscription_id = p_subscription_id;
  update vpn.desired as d set missing = d.missing - 1 where d.subscription_id = p_subscription_id;
  perform vpn.enqueue_accesses(array[v_id]);
end
$$;
comment on function vpn.put(bigint, bigint) is
  'Gives a subscription that lacks a panel an access on this one. The caller holds the lock on the desired state.';
