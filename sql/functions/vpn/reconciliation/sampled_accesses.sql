-- Others at each scan, so that those in another group come in turn. After all were sent again, only those that were are
-- looked at.
create or replace function vpn.sampled_accesses(p_scan vpn.scans) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('access_id', n.id, 'key', n.key, 'uuid', n.uuid))
    from (
      select a.id, a.key, a.uuid
      from vpn.access as a
      join vpn.desired as d on d.subscription_id = a.subscription_id
      left join vpn.panel_states as t on t.panel_id = a.panel_id
      where a.panel_id = p_scan.panel_id
        and a.state <> 'leaving'
        and a.link is not null
        and d.present
        and d.expires_at > app.now()
        and a.applied_generation = d.generation
        and a.applied_at >= coalesce(t.links_sent_at, '-infinity')
      order by hashint8extended(a.id, p_scan.id)
      limit 3
    ) as n
  );
end
$$;
comment on function vpn.sampled_accesses(vpn.scans) is
  'Returns three accesses of a panel that it has confirmed, chosen by the scan: [{"access_id", "key", "uuid"}]; null for none.';
