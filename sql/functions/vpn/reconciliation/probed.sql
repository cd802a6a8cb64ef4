-- A changed epoch means that the core restarted or the panel was restored: its accounts are read at once.
create or replace function vpn.probed(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_now constant timestamptz := app.now();
  v_epoch constant text := p_result ->> 'epoch';
  v_before vpn.panel_states;
begin
  select s.* into v_before
  from vpn.panel_states as s
  where s.panel_id = (p_payload ->> 'panel_id')::bigint
  for no key update;
  update vpn.panel_states as s
  set
    probed_at = v_now,
    product = p_result ->> 'product',
    version = p_result ->> 'version',
    version_is_known = (p_result ->> 'known')::boolean,
    version_seen_at = case
      when s.version is distinct from p_result ->> 'version' then v_now else s.version_seen_at
    end,
    capabilities = case
      when p_result ? 'capabilities' then array(select jsonb_array_elements_text(p_result -> 'capabilities'))
      else s.capabilities
    end,
    epoch = coalesce(v_epoch, s.epoch),
    epoch_seen_at = case when s.epoch is distinct from v_epoch then v_now else s.epoch_seen_at end
  where s.panel_id = v_before.panel_id;
  if v_epoch <> v_before.epoch then
    perform vpn.start_scan(v_before.panel_id, 'epoch');
  end if;
end
$$;
comment on function vpn.probed(text, jsonb, jsonb) is
  'Done hook of vpn.probe. p_payload: {"panel_id"}; p_result: {"product", "version", "known": whether the listener was written for that version, "capabilities": which older listeners do not tell, "epoch"}. Records them, and starts a scan if the panel''s epoch changed.';
