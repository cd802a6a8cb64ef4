-- Whoever was told to wait (a 429 on any path) makes all wait that call the same system. A pause is never shortened,
-- and the reason of the longer one stays: an operator's, which has no end, is overwritten by nobody.
create or replace function outbox.pause(
  p_topic text, p_seconds double precision, p_lane text default null, p_reason text default null
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
    perform
    from outbox.topics as t
    where t.name = p_topic or t.calls = (select o.calls from outbox.topics as o where o.name = p_topic)
    order by t.name
    for no key update;
    update outbox.topics as t
    set paused_until = v_until, pause_reason = p_reason
    where (t.name = p_topic or t.calls = (select o.calls from outbox.topics as o where o.name = p_topic))
      and coalesce(t.paused_until, '-infinity') < v_until;
  else
    insert into outbox.lanes as l (topic, lane, ready_at, waiting)
    values (p_topic, p_lane, v_until, 0)
    on conflict (topic, lane) do update
    set ready_at = greatest(l.ready_at, v_until)
    where l.token is null;
  end if;
end
$$;
comment on function outbox.pause(text, double precision, text, text) is
  'Takes a topic, seconds (at most a day counts), and a lane to pause only that; a lane that is in flight is left to its consumer. Without a lane all topics are paused that call the same system.';
