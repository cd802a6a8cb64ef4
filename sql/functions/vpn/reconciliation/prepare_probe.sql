create or replace function vpn.prepare_probe(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select vpn.panel_settings(p) || jsonb_build_object(
    'shop', (select m.shop from vpn.mark as m),
    'epoch', s.epoch
  )
  from vpn.panels as p
  left join vpn.panel_states as s on s.panel_id = p.id
  where p.id = (p_payload ->> 'panel_id')::bigint
$$;
comment on function vpn.prepare_probe(text, jsonb) is
  'Prepare hook of vpn.probe. p_payload: {"panel_id"}. Returns what the listener must know of the panel and of our mark, and its last epoch (null before the first answer).';
