create or replace function vpn.finish_scan(p_scan vpn.scans, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update vpn.scans as s
  set finished_at = app.now(), error = p_error
  where s.id = p_scan.id;
end
$$;
comment on function vpn.finish_scan(vpn.scans, text) is
  'Ends a scan that was read to its end, or (p_error) that decides nothing. vpn.reconcile_batch does the rest.';
