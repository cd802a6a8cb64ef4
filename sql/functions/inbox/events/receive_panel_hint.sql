-- A webhook of a panel is never believed: it only has the panel read earlier than it would be anyway, so a repeated,
-- late or forged one does no harm. The first one sets the time, and those that follow within five minutes are
-- answered by the same reading; so a panel that tells everything is read every five minutes at most.
create or replace function inbox.receive_panel_hint(p_panel text) returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_at constant timestamptz := clock_timestamp() + interval '5 minutes';
begin
  update vpn.panel_states as s
  set scan_at = v_at
  from vpn.panels as p
  where p.code = p_panel and s.panel_id = p.id and s.scan_at > v_at;
  return found;
end
$$;
comment on function inbox.receive_panel_hint(text) is
  'Takes the code of a panel that says that something happened. Has its accounts read within about five minutes, see jobs._ask_panels. Returns whether that is earlier than planned; false also for a panel that is unknown or was never asked.';
