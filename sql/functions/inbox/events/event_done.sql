-- Done hook of event kinds. It erases the body of a processed event and keeps the id, by which a repeated event is
-- recognised. Reports of payment providers keep their body for some days, so that they can be run again
-- (ops.replay_event). Unless the result says that the payer was told, he counts as not told.
create or replace function inbox.event_done(p_lane text, p_payload jsonb, p_result jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event constant bigint := (p_payload ->> 'event_id')::bigint;
begin
  update inbox.events as e
  set
    processed_at = clock_timestamp(),
    raw = case e.topic when 'payment_events' then e.raw end,
    headers = case e.topic when 'payment_events' then e.headers end
  where e.id = v_event and e.lane = p_lane;
  update inbox.money_events as m
  set told_at = clock_timestamp()
  where m.event_id = v_event
    and m.kind = 'payment'
    and m.closed_at is not null
    and m.told_at is null
    and (p_result ->> 'told')::boolean;
end
$$;
comment on function inbox.event_done(text, jsonb, jsonb) is
  'Takes the lane, {"event_id": id of inbox.events} and the result of processing: {"told": true} when a screen has told the payer about the payment. Otherwise a notice tells him (inbox._notify_payers).';
