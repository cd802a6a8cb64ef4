create or replace function outbox._hurry_lane(p_topic text, p_lane text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update outbox.lanes as l
  set ready_at = clock_timestamp(), rests_until = null
  where l.topic = p_topic and l.lane = p_lane and l.token is null;
  perform pg_notify('outbox_' || p_topic, '');
end
$$;
comment on function outbox._hurry_lane(text, text) is
  'Takes a topic and a lane. Makes it due now, whatever it waits for, because an operator has removed the cause.';
