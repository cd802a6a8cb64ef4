-- Sending what a panel lacks only adds, so it does no harm at our own panel. A wiped panel differs from a wrong one:
-- it has another epoch, no account that should be elsewhere, and no more foreign accounts than before. A panel that
-- shows nothing, but did not restart, perhaps shows us only a part.
create or replace function vpn.why_not_sent(p_scan vpn.scans, p_foreign_before bigint) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count bigint;
begin
  select count(*) into v_count
  from vpn.drift as r
  where r.panel_id = p_scan.panel_id and r.state = 'held' and r.difference <> 'unwanted';
  return case
    when v_count = 0 then null
    when p_scan.elsewhere > 0 then format('%s accounts of another panel are there: is it the right one?', p_scan.elsewhere)
    when p_scan.epoch_changed and p_scan.foreign_accounts <= p_foreign_before then null
    when p_scan.seen = 0 then format('it shows no account at all, and did not restart: %s are missing', v_count)
    when v_count > vpn.allowed_drift(p_scan.expected)
      then format('%s of %s are missing or different', v_count, p_scan.expected)
  end;
end
$$;
comment on function vpn.why_not_sent(vpn.scans, bigint) is
  'Takes a scan with its counts, and the number of foreign accounts at the previous scan. Returns why what is missing or different is not sent again; null if it is.';
