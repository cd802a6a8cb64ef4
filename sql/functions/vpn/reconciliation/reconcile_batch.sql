-- One whole scan at a time: comparing locks nothing that customers need. What is done about it goes in batches.
create or replace function vpn.reconcile_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_scan vpn.scans;
  v_sent integer;
begin
  select s.* into v_scan
  from vpn.scans as s
  where s.compared_at is null and s.finished_at is not null
  order by s.finished_at, s.id
  limit 1
  for no key update skip locked;
  if not found then
    v_sent := vpn.send_again(p_limit);
    return (v_sent, 0, v_sent > 0);
  end if;

  v_scan.error := coalesce(v_scan.error, vpn.why_incomplete(v_scan));
  perform vpn.read_usage(v_scan);
  if v_scan.error is null then
    perform vpn.compare_scan(v_scan);
    perform jobs._note_read(v_scan.panel_id);
  end if;
  update vpn.scans as s set compared_at = app.now(), error = v_scan.error where s.id = v_scan.id;
  delete from vpn.observed as o where o.scan_id = v_scan.id;
  perform vpn.note_drift();
  return (1, 0, true);
end
$$;
comment on function vpn.reconcile_batch(integer) is
  'Compares one finished scan, else sends up to p_limit of what is due, see vpn.send_again. Returns whether there is more.';
