-- The batch form of outbox._destination, which is called once for each name. Nearly always there is only one.
create or replace function outbox._destinations(p_topic text, p_names text[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_names is null then
    return null;
  end if;
  if cardinality(p_names) > 0 and p_names[1] = all (p_names) then
    return array_fill(outbox._destination(p_topic, p_names[1]), array[cardinality(p_names)]);
  end if;
  return (
    with known as materialized (
      select n.name, outbox._destination(p_topic, n.name) as id
      from (select distinct coalesce(u.name, 'main') as name from unnest(p_names) as u (name)) as n
    )
    select array_agg(k.id order by n.position)
    from unnest(p_names) with ordinality as n (name, position)
    join known as k on k.name = coalesce(n.name, 'main')
  );
end
$$;
comment on function outbox._destinations(text, text[]) is
  'Takes a topic and names of its destinations, which may be new. Returns their ids in the same order; null stands for main.';
