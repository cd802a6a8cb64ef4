-- Only an access that has not changed since before the scan is judged: one that is changing has its own message, and
-- may have been read before or after that. A panel disables an account whose traffic is used up, which is no
-- difference; it may round an end to seconds. An account without an end differs where the panel tells ends.
--
-- Another shop may have an account with the name of an access that should be gone: that one is not ours to remove.
create or replace function vpn.judged(p_scan vpn.scans)
returns table (account text, access_id bigint, former_id bigint, verdict text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tells_ends constant boolean := exists (
    select from vpn.panel_states as s where s.panel_id = p_scan.panel_id and s.capabilities @> '{expiry}'
  );
begin
  return query
  with mine as materialized (
    select
      a.id, a.key, a.uuid, a.applied_generation as generation, d.present, d.expires_at,
      coalesce(d.device_limit, 0) as device_limit, coalesce(d.data_limit, 0) as data_limit,
      case when d.restricted then 'restricted' else 'full' end as groups,
      a.state <> 'leaving' and a.applied_generation = d.generation and a.applied_at < p_scan.started_at as is_settled,
      d.present and d.expires_at > app.now() as is_expected
    from vpn.access as a
    join vpn.desired as d on d.subscription_id = a.subscription_id
    where a.panel_id = p_scan.panel_id
  ),
  seen as materialized (
    select o.* from vpn.observed as o where o.scan_id = p_scan.id
  )
  select
    coalesce(m.key, f.key, s.account),
    m.id,
    f.access_id,
    case
      when s.access_id is not null then
        case
          when m.id is null or not m.is_settled then 'changing'
          when not m.present then case when coalesce(s.uuid = m.uuid, s.ours) then 'unwanted' else 'foreign' end
          when not m.is_expected then 'changing'
          when s.uuid <> m.uuid then 'other_uuid'
          when s.generation <> m.generation then 'other_generation'
          when coalesce(abs(extract(epoch from s.expires_at - m.expires_at)) > 2, v_tells_ends) then 'other_end'
          when s.data_limit <> m.data_limit or s.device_limit <> m.device_limit then 'other_limits'
          when m.groups <> all (s.groups) then 'other_groups'
          when not s.enabled and (m.data_limit = 0 or s.used_bytes < m.data_limit) then 'disabled'
          else 'confirmed'
        end
      when f.left_at >= p_scan.started_at then 'changing'
      when f.access_id is not null then 'unwanted'
      when s.is_elsewhere then 'elsewhere'
      when s.ours and s.key is not null then 'unknown'
      else 'foreign'
    end
  from seen as s
  left join mine as m on m.id = s.access_id
  left join vpn.former_access as f on f.access_id = s.former_id and s.access_id is null

  union all
  select m.key, m.id, null, 'missing'
  from mine as m
  where m.is_settled and m.is_expected and not exists (select from seen as s where s.access_id = m.id);
end
$$;
comment on function vpn.judged(vpn.scans) is
  'Takes a complete scan. Returns each account that was read, and each access that is missing, with what that means: confirmed; changing (not judged); a difference of vpn.drift; elsewhere (it belongs to another panel); foreign.';
