-- How bots of release 0.3 store updates, which have them as JSON. Goes with the release after 0.4.0; see
-- inbox.receive_events.
create or replace function inbox.receive_batch(
  p_source text, p_external_ids text[], p_lanes text[], p_bodies jsonb[]
)
returns integer
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select inbox.receive_events(
    'inbox', p_source, p_external_ids, array_agg(k.kind order by n.position), p_lanes,
    array_agg(convert_to(n.body::text, 'UTF8') order by n.position), array_agg(true)
  )
  from unnest(p_bodies) with ordinality as n (body, position)
  left join lateral (
    select f.name
    from jsonb_object_keys(case jsonb_typeof(n.body) when 'object' then n.body else '{}' end) as f (name)
    where f.name <> 'update_id' and f.name ~ '^[A-Za-z0-9_.:-]{1,100}$'
    order by f.name
    limit 1
  ) as k (kind) on true
$$;
comment on function inbox.receive_batch(text, text[], text[], jsonb[]) is
  'Deprecated, see inbox.receive_events. Takes the source and arrays of ids, lanes and updates. Returns how many are new.';
