-- Hook of the kind inbox.update: what was processed is forgotten, but for its id, by which a repeated
-- update is known. A bot of the release before says nothing of what it has told; it acknowledges no payment that it
-- has booked before the payer has seen it.
create or replace function inbox.update_done(p_lane text, p_payload jsonb, p_result jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update inbox.updates as u
  set processed_at = clock_timestamp(), body = null
  where u.id = (p_payload ->> 'update_id')::bigint and u.lane = p_lane;
  update inbox.money_events as e
  set told_at = clock_timestamp()
  where e.update_id = (p_payload ->> 'update_id')::bigint
    and e.kind = 'payment'
    and e.closed_at is not null
    and e.told_at is null
    and coalesce((p_result ->> 'told')::boolean, true);
end
$$;
comment on function inbox.update_done(text, jsonb, jsonb) is
  'Takes the lane, {"update_id": id of inbox.updates} and the result of processing: {"told": false} when a screen was to tell of a payment and could not.';
