-- A user who looks again within a minute sees what is known: a panel is not asked at each tap.
create or replace function vpn.ask_devices(p_access_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the result of enqueueing is not needed)
declare
  v_now constant timestamptz := app.now();
  v_asked bigint[];
begin
  with asked as (
    insert into vpn.device_lists as l (access_id, asked_at)
    select n.id, v_now
    from unnest(p_access_ids) as n (id)
    order by n.id
    on conflict (access_id) do update
    set asked_at = excluded.asked_at
    where greatest(l.asked_at, l.read_at) not between v_now - interval '1 minute' and v_now
    returning l.access_id
  )
  select array_agg(a.access_id order by a.access_id) into v_asked from asked as a;

  perform outbox.enqueue(
    'vpn.devices', format('devices:%s', a.id), jsonb_build_object('access_id', a.id), format('vpn.devices:%s', a.id),
    v_now + interval '5 minutes', null, p.code
  )
  from unnest(v_asked) as n (id)
  join vpn.access as a on a.id = n.id
  join vpn.panels as p on p.id = a.panel_id;
end
$$;
comment on function vpn.ask_devices(bigint[]) is
  'Has the panels of these accesses list their devices, unless they did, or were asked, within the last minute. An answer that takes longer than five minutes is of no use.';
