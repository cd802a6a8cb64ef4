-- A wait that any caller is asked for (a 429 on any path) holds for all topics that call the same system. A pause is
-- never shortened, and the reason of the longer one stays: an operator's pause has no end, so no other pause
-- overwrites it.
create or replace function outbox.pause(
  p_topic text, p_seconds double precision, p_lane text default null, p_reason text default null,
  p_destination text default 'main'
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until constant timestamptz := clock_timestamp() + outbox._wait(p_seconds);
begin
  if p_lane is null then
    update outbox.destinations as d
    set paused_until = v_until, pause_reason = p_reason
    from (
      select o.id
      from outbox.topics as t
      join outbox.topics as s on s.name = t.name or s.calls = t.calls
      join outbox.destinations as o on o.topic = s.name and o.name = p_destination
      where t.name = p_topic
      order by o.id
      for no key update of o
    ) as same
    where d.id = same.id and coalesce(d.paused_until, '-infinity') < v_until;
  else
    insert into outbox.lanes as l (topic, lane, priority, destination, ready_at, rests_until, waiting)
    values (p_topic, p_lane, 'answer', outbox._destination(p_topic, p_destination), v_until, v_until, 0)
    on conflict (topic, lane, priority) do update
    set ready_at = greatest(l.ready_at, v_until), rests_until = greatest(l.rests_until, v_until)
    where l.token is null;
  end if;
end
$$;
comment on function outbox.pause(text, double precision, text, text, text) is
  'Takes a topic, seconds (at most a day), and a lane to pause only that lane and its siblings; a lane in flight is left to its consumer. Without a lane, the destination is paused, together with those of the same name in topics that call the same system.';
