-- Stores events from outside and enqueues them before they are answered; a 2xx promises that this call has committed.
-- Events that arrive while a commit is under way share the next one: one commit, one notification.
--
-- Nothing here waits for a lane: if another transaction holds it, its events are queued later (inbox._queue). Rows
-- are inserted in the order of their ids, so that two bots that receive the same events cannot deadlock. Bodies are
-- bytes, so no body can be rejected because of its content.
create or replace function inbox.receive_events(
  p_topic text, p_source text, p_external_ids text[], p_kinds text[], p_lanes text[], p_bodies bytea[],
  p_verified boolean[], p_headers jsonb[] default null
)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
  v_lanes text[];
  v_people bigint[];
begin
  with stored as (
    insert into inbox.events (topic, source, external_id, kind, lane, raw, verified, headers)
    select p_topic, p_source, n.external_id, n.kind, n.lane, n.raw, coalesce(n.verified, false), n.headers
    from unnest(p_external_ids, p_kinds, p_lanes, p_bodies, p_verified, p_headers)
      with ordinality as n (external_id, kind, lane, raw, verified, headers, position)
    order by n.external_id, n.position
    on conflict (source, external_id) do nothing
    returning id, lane, array_position(p_external_ids, external_id) as position,
      p_topic = 'inbox' and lane ~ '^\d{1,18}$' and (kind ~ 'chat_member$') is not true as is_sign_of_life
  )
  select
    array_agg(s.id order by s.position),
    array_agg(s.lane order by s.position),
    array_agg(s.lane::bigint) filter (where s.is_sign_of_life)
  into v_ids, v_lanes, v_people
  from stored as s;
  if v_ids is null then
    return 0;
  end if;
  perform inbox._reached(v_people);
  perform inbox._queue(p_topic, p_source, v_ids, v_lanes);
  return cardinality(v_ids);
end
$$;
comment on function inbox.receive_events(text, text, text[], text[], text[], bytea[], boolean[], jsonb[]) is
  'Takes the topic (inbox, payment_events), the source, and arrays in the order of arrival: the source''s id of the event, its name for the kind (null for none), the lane whose order is kept, the bytes, whether a secret or a signature proves the event (null: no), and the relevant headers. Returns how many are new; a repeated event changes nothing. Raises TK020 for a topic that takes no events.';
