-- The twin of inbox.receive for updates that arrived together: one commit, one notification. Webhooks that
-- come while a commit is under way share the next one.
--
-- Nothing here waits for a chat: a lane that somebody else holds gets its updates later (inbox._queue). Rows are
-- inserted in the order of their ids, so that two bots that are sent the same updates cannot wait for each other.
create or replace function inbox.receive_batch(
  p_source text, p_external_ids text[], p_lanes text[], p_bodies jsonb[]
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
    insert into inbox.updates (source, external_id, lane, body)
    select p_source, n.external_id, n.lane, n.body
    from unnest(p_external_ids, p_lanes, p_bodies) with ordinality as n (external_id, lane, body, position)
    order by n.external_id, n.position
    on conflict (source, external_id) do nothing
    returning id, lane, array_position(p_external_ids, external_id) as position,
      lane ~ '^\d{1,18}$' and not body ? 'my_chat_member' as lives
  )
  select
    array_agg(s.id order by s.position),
    array_agg(s.lane order by s.position),
    array_agg(s.lane::bigint) filter (where s.lives)
  into v_ids, v_lanes, v_people
  from stored as s;
  if v_ids is null then
    return 0;
  end if;
  perform inbox._reached(v_people);
  perform inbox._queue(v_ids, v_lanes);
  return cardinality(v_ids);
end
$$;
comment on function inbox.receive_batch(text, text[], text[], jsonb[]) is
  'Takes the source and arrays of what inbox.receive takes, in the order in which the updates came. Returns how many are new.';
