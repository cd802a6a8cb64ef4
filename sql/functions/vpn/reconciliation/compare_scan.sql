-- Writes vpn.drift and decides what to do about it. What is missing or different is sent again. What should be gone is
-- removed when a second scan, an hour later and in the same epoch, still shows it. What was confirmed and differs
-- again is left alone: somebody else changes it, or the panel stores it in another way, and sending it each hour would
-- cut connections.
create or replace function vpn.compare_scan(p_scan vpn.scans) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_scan vpn.scans := p_scan;
  v_before vpn.scans;
  v_not_sent text;
  v_not_removed text;
begin
  select s.* into v_before
  from vpn.scans as s
  where s.panel_id = p_scan.panel_id and s.compared_at is not null and s.error is null and s.held is null
  order by s.started_at desc, s.id desc
  limit 1;
  -- Before a first scan, only the probe that asked for this one knows whether the panel restarted.
  v_scan.epoch_changed := case
    when v_before.id is null then nullif(p_scan.reason = 'epoch', false)
    when v_before.epoch <> '' then p_scan.epoch <> v_before.epoch
  end;
  v_scan := vpn.write_drift(v_scan);

  v_not_sent := vpn.why_not_sent(v_scan, coalesce(v_before.foreign_accounts, 0));
  v_not_removed := vpn.why_not_removed(v_scan);
  update vpn.drift as r
  set state = case
    when r.difference <> 'unwanted' then case when v_not_sent is null then 'due' else 'held' end
    when v_not_removed is not null then 'held'
    when r.since <= v_scan.started_at - interval '1 hour' then 'due'
    else 'waiting'
  end
  where r.panel_id = v_scan.panel_id and r.state = 'held';
  update vpn.scans as s
  set
    epoch_changed = v_scan.epoch_changed,
    expected = v_scan.expected,
    differing = v_scan.differing,
    unwanted = v_scan.unwanted,
    unknown = v_scan.unknown,
    foreign_accounts = v_scan.foreign_accounts,
    elsewhere = v_scan.elsewhere,
    held = nullif(concat_ws('; ', v_not_sent, v_not_removed), '')
  where s.id = v_scan.id;
end
$$;
comment on function vpn.compare_scan(vpn.scans) is
  'Takes a complete scan. Writes what differs into vpn.drift, with what will be done about it, and the counts into vpn.scans.';
