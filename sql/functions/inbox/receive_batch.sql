-- The twin of inbox.receive for updates that arrived together: one commit, one notification. Webhooks that
-- come while a commit is under way share the next one.
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
  v_lanes text[];
  v_payloads jsonb[];
begin
  with stored as (
    insert into inbox.updates (source, external_id, lane, body)
    select p_source, n.external_id, n.lane, n.body
    from unnest(p_external_ids, p_lanes, p_bodies) with ordinality as n (external_id, lane, body, position)
    order by n.position
    on conflict (source, external_id) do nothing
    returning id, lane
  )
  select array_agg(s.lane order by s.id), array_agg(jsonb_build_object('update_id', s.id) order by s.id)
  into v_lanes, v_payloads
  from stored as s;
  return outbox.enqueue_batch('inbox.update', v_lanes, v_payloads);
end
$$;
comment on function inbox.receive_batch(text, text[], text[], jsonb[]) is
  'Takes the source and arrays of what inbox.receive takes, in the order in which the updates came. Returns how many are new.';
