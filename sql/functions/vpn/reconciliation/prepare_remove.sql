-- Keys are never reused, so no access can have this one; this function checks that nevertheless.
create or replace function vpn.prepare_remove(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select vpn.panel_settings(p) || jsonb_build_object(
    'shop', (select m.shop from vpn.mark as m),
    'key', f.key,
    'uuid', f.uuid,
    'generation', 1,
    'present', false
  )
  from vpn.former_access as f
  join vpn.panels as p on p.id = f.panel_id
  where f.access_id = (p_payload ->> 'access_id')::bigint
    and not exists (
      select from vpn.access as a where a.panel_id = f.panel_id and (a.key = f.key or a.uuid = f.uuid)
    )
$$;
comment on function vpn.prepare_remove(text, jsonb) is
  'Prepare hook of vpn.remove. p_payload: {"access_id"} of vpn.former_access. Returns what vpn.prepare_apply returns for an account that must be absent; null if an access has its key or uuid.';
