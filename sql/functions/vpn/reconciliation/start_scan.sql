-- A new scan replaces one that is running, because that one's pages were read before the reason for the new scan.
create or replace function vpn.start_scan(p_panel_id bigint, p_reason text) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  perform vpn.finish_scan(s, 'another one took its place')
  from vpn.scans as s
  where s.panel_id = p_panel_id and s.finished_at is null;
  insert into vpn.scans as s (panel_id, reason, epoch, started_at)
  select p.id, p_reason, t.epoch, app.now()
  from vpn.panels as p
  left join vpn.panel_states as t on t.panel_id = p.id
  where p.id = p_panel_id
  on conflict (panel_id) where finished_at is null do nothing
  returning s.id into v_id;
  if found then
    perform vpn.read_on(v_id);
  end if;
  return v_id;
end
$$;
comment on function vpn.start_scan(bigint, text) is
  'Starts reading all accounts of a panel; p_reason: see vpn.scans. Ends a scan that is running. Returns the id in vpn.scans, null if another transaction has just started one.';
