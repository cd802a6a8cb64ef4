create or replace function vpn.retire(p_subscription_ids bigint[], p_panel_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with retired as (
    update vpn.access as a
    set state = 'retiring'
    from unnest(p_subscription_ids) as s (id)
    where a.subscription_id = s.id and a.panel_id = p_panel_id and a.state = 'serving'
    returning a.subscription_id
  )
  update vpn.desired as d
  set missing = d.missing + 1
  from retired as r
  where d.subscription_id = r.subscription_id;
end
$$;
comment on function vpn.retire(bigint[], bigint) is
  'Makes these subscriptions look for a panel other than p_panel_id. Their access there stays until the new one works, see vpn.place and vpn.finish_moves. The caller holds the lock on the desired state.';
