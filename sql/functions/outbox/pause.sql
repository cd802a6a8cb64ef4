-- Whoever was told to wait (a 429 on any path) makes all consumers wait. A pause is never shortened.
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
    update outbox.topics as t
    set paused_until = greatest(t.paused_until, v_until), pause_reason = p_reason
    where t.name = p_topic;
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
  'Takes a topic, seconds, and a lane to pause only that; a lane that is in flight is left to its consumer.';
