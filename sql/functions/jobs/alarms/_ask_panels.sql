-- Panels live in the machine's time: a clock of business that is moved does not ask them once more. Scans are spread
-- over the hour by chance. A panel with neither customers nor room for them is left alone. No time is two hours ahead,
-- unless a clock was: such a panel is asked now.
create or replace function jobs._ask_panels() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_later constant tstzrange := tstzrange(v_now, v_now + interval '2 hours', '()');
  v_count integer;
begin
  insert into vpn.panel_states (panel_id, probe_at, scan_at)
  select p.id, v_now, v_now + random() * interval '1 hour'
  from vpn.panels as p
  where not exists (select from vpn.panel_states as s where s.panel_id = p.id)
    and vpn.is_watched(p)
  on conflict (panel_id) do nothing;

  if not exists (
    select from vpn.panel_states as s where not (s.probe_at <@ v_later and s.scan_at <@ v_later)
  ) then
    return 0;
  end if;
  with due as (
    update vpn.panel_states as s
    set
      probe_at = case when s.probe_at <@ v_later then s.probe_at else v_now + interval '5 minutes' end,
      scan_at = case
        when s.scan_at <@ v_later then s.scan_at else v_now + interval '1 hour' * (0.9 + random() * 0.2)
      end
    from (select o.* from vpn.panel_states as o order by o.panel_id for no key update skip locked) as o
    join vpn.panels as p on p.id = o.panel_id
    where s.panel_id = o.panel_id
      and not (o.probe_at <@ v_later and o.scan_at <@ v_later)
      and vpn.is_watched(p)
    returning s.panel_id, not o.probe_at <@ v_later as is_to_probe, not o.scan_at <@ v_later as is_to_scan
  )
  select (
    count(case when d.is_to_probe then vpn.ask_probe(d.panel_id) end)
    + count(
      case
        when d.is_to_scan and not exists (
          select from vpn.scans as s
          where s.panel_id = d.panel_id and s.finished_at is null and s.started_at > app.now() - interval '6 hours'
        ) then vpn.start_scan(d.panel_id, 'due')
      end
    )
  )::integer
  into v_count
  from due as d;
  return v_count;
end
$$;
comment on function jobs._ask_panels() is
  'Has panels asked for version and epoch every five minutes, and their accounts read about every hour, unless a reading is under way. Returns how many questions it enqueued.';
