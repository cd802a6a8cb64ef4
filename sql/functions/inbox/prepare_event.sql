-- Hook of the kind inbox.update: the body stands in inbox.updates alone, where it can be erased.
create or replace function inbox.prepare_update(p_lane text, p_payload jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object('source', u.source, 'update', u.body, 'received_at', u.received_at)
    from inbox.updates as u
    where u.id = (p_payload ->> 'update_id')::bigint and u.lane = p_lane and u.processed_at is null
  );
end
$$;
comment on function inbox.prepare_update(text, jsonb) is
  'Takes the lane and {"update_id": id of inbox.updates}; returns {source, update, received_at}, or null when it has been processed or erased.';
