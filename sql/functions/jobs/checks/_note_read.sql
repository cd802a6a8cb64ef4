-- In the machine's time, as panels are asked: see jobs._ask_panels.
create or replace function jobs._note_read(p_panel_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update vpn.panel_states as s set read_at = clock_timestamp() where s.panel_id = p_panel_id;
end
$$;
comment on function jobs._note_read(bigint) is
  'Records that all accounts of a panel were read to the end, which ends the alarm panel_unread.';
