-- A page has arrived: it is stored, and the next one is requested. Pages that do not fit together (the panel counts
-- other accounts than at first) end the scan, which then decides nothing. Accounts of others that the listener could
-- not read count as shown.
create or replace function vpn.scanned(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_cursor constant text := p_result ->> 'next_cursor';
  v_total constant bigint := (p_result ->> 'total')::bigint;
  v_unread constant integer := coalesce((p_result ->> 'unread')::integer, 0);
  v_scan vpn.scans;
  v_new integer;
begin
  select s.* into v_scan
  from vpn.scans as s
  where s.id = (p_payload ->> 'scan_id')::bigint and s.finished_at is null
  for no key update;
  if not found then
    return;
  end if;
  v_new := vpn.keep_page(v_scan, p_result -> 'observed');
  perform vpn.compare_links(v_scan.panel_id, p_result -> 'sampled');
  if p_result ? 'dead_links' then
    update vpn.panel_states as t
    set dead_links = p_result ->> 'dead_links'
    where t.panel_id = v_scan.panel_id and t.dead_links is distinct from p_result ->> 'dead_links';
  end if;
  update vpn.scans as s
  set
    cursor = v_cursor, pages = s.pages + 1, seen = s.seen + v_new, unread = s.unread + v_unread,
    total = case when s.pages = 0 then v_total else s.total end
  where s.id = v_scan.id
  returning s.* into v_scan;

  if jsonb_typeof(p_result -> 'observed') is distinct from 'array' then
    perform vpn.finish_scan(v_scan, 'the answer has no accounts');
  elsif v_scan.total is distinct from v_total then
    perform vpn.finish_scan(v_scan, format('it had %s accounts at first, then %s', v_scan.total, v_total));
  elsif v_cursor is not null and v_new + v_unread = 0 then
    perform vpn.finish_scan(v_scan, format('it does not go on after %s', v_cursor));
  elsif v_cursor is not null then
    perform vpn.read_on(v_scan.id);
  elsif v_scan.seen + v_scan.unread <> v_scan.total then
    perform vpn.finish_scan(
      v_scan, format('it has %s accounts and showed %s', v_scan.total, v_scan.seen + v_scan.unread)
    );
  else
    perform vpn.finish_scan(v_scan, null);
  end if;
end
$$;
comment on function vpn.scanned(text, jsonb, jsonb) is
  'Done hook of vpn.scan. p_payload: {"scan_id"}; p_result: {"observed": [as vpn.keep_page takes them], "next_cursor": null after the last page, "total": accounts in all, null when the panel does not say, "sampled": as vpn.compare_links takes it, with the first page, "unread": how many accounts of others could not be read, "dead_links": why no customer gets where its links lead, null if some get there, missing if none was read}.';
