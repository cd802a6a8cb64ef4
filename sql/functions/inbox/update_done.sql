-- Hook of the kind inbox.update: what was processed is forgotten, but for its id, by which a repeated
-- update is known. Who does not say that the payer was told has not told him.
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
    and (p_result ->> 'told')::boolean;
end
$$;
comment on function inbox.update_done(text, jsonb, jsonb) is
  'Takes the lane, {"update_id": id of inbox.updates} and the result of processing: {"told": true} when a screen has told of its payment. Of money that nobody told of, a notice does.';
