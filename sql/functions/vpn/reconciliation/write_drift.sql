create or replace function vpn.write_drift(p_scan vpn.scans) returns vpn.scans
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_scan vpn.scans := p_scan;
begin
  with judged as materialized (
    select j.* from vpn.judged(p_scan) as j
  ),
  written as (
    insert into vpn.drift as r (panel_id, account, access_id, former_id, difference, state, since, seen_at)
    select
      p_scan.panel_id, j.account, j.access_id, j.former_id, j.verdict,
      case when j.verdict = 'unknown' then 'listed' else 'held' end, p_scan.started_at, p_scan.started_at
    from judged as j
    where j.verdict not in ('confirmed', 'changing', 'elsewhere', 'foreign')
    order by j.account
    on conflict (panel_id, account) do update
    set
      access_id = excluded.access_id,
      former_id = excluded.former_id,
      difference = excluded.difference,
      state = case
        when excluded.state = 'listed' then 'listed'
        when r.state = 'sent' and (
          r.former_id is not null or exists (select from vpn.access as a where a.id = r.access_id and a.differs)
        ) then 'sent'
        when r.state in ('confirmed', 'recurring') and r.difference = excluded.difference
          and p_scan.epoch_changed is not true then 'recurring'
        else 'held'
      end,
      since = case
        when r.difference = excluded.difference and not (r.difference = 'unwanted' and p_scan.epoch_changed is true)
          then r.since
        else excluded.since
      end,
      seen_at = excluded.seen_at
  )
  select
    count(*) filter (where j.access_id is not null and j.verdict not in ('changing', 'unwanted', 'foreign')),
    count(*) filter (
      where j.access_id is not null and j.verdict not in ('changing', 'unwanted', 'foreign', 'confirmed')
    ),
    count(*) filter (where j.verdict = 'unwanted'),
    count(*) filter (where j.verdict = 'unknown'),
    count(*) filter (where j.verdict = 'foreign'),
    count(*) filter (where j.verdict = 'elsewhere')
  into v_scan.expected, v_scan.differing, v_scan.unwanted, v_scan.unknown, v_scan.foreign_accounts, v_scan.elsewhere
  from judged as j;
  delete from vpn.drift as r where r.panel_id = p_scan.panel_id and r.seen_at < p_scan.started_at;
  return v_scan;
end
$$;
comment on function vpn.write_drift(vpn.scans) is
  'Takes a complete scan. Writes vpn.drift: rows that are new or to be decided again are held, rows that the scan does not show are deleted. Returns the scan with its counts.';
