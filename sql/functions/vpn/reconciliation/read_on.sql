create or replace function vpn.read_on(p_scan_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue(
    'vpn.scan', format('scan:%s', p.code), jsonb_build_object('scan_id', s.id), null, null, null, p.code
  )
  from vpn.scans as s
  join vpn.panels as p on p.id = s.panel_id
  where s.id = p_scan_id;
end
$$;
comment on function vpn.read_on(bigint) is 'Requests the next page of a scan, after everything that was bought.';
