-- Prepare hook of event kinds. The body of an event is stored only in inbox.events, so that it can be erased there.
create or replace function inbox.prepare_event(p_lane text, p_payload jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'source', e.source, 'external_id', e.external_id, 'kind', e.kind, 'raw', encode(e.raw, 'base64'),
      'headers', e.headers, 'verified', e.verified, 'received_at', e.received_at
    )
    from inbox.events as e
    where e.id = (p_payload ->> 'event_id')::bigint and e.lane = p_lane and e.processed_at is null
  );
end
$$;
comment on function inbox.prepare_event(text, jsonb) is
  'Takes the lane and {"event_id": id of inbox.events}. Returns {source, external_id, kind, raw (in base64), headers, verified, received_at}, or null when the event has been processed or erased.';
