create or replace function vpn.why_not_removed(p_scan vpn.scans) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_scan.unwanted = 0 then null
    when p_scan.elsewhere > 0
      then format('%s are to be removed, but %s of another panel are there', p_scan.unwanted, p_scan.elsewhere)
    when p_scan.unwanted > vpn.allowed_drift(p_scan.expected)
      then format('%s accounts are to be removed', p_scan.unwanted)
    when p_scan.differing > vpn.allowed_drift(p_scan.expected) and p_scan.epoch_changed is not true
      then format('%s are to be removed, but %s are missing or different', p_scan.unwanted, p_scan.differing)
  end;
end
$$;
comment on function vpn.why_not_removed(vpn.scans) is
  'Takes a scan with its counts. Returns why accounts that should be gone are not removed; null if they will be.';
