-- The old keys end when the panels confirm the new ones. Until then no link is shown: the old one is about to end.
create or replace function vpn.replace_keys(p_access_ids bigint[], p_priority outbox.priority default null) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_ids bigint[];
begin
  with replaced as (
    update vpn.access as a
    set uuid = gen_random_uuid(), former = a.former || a.uuid, link = null, links = default, subscription_url = null
    where a.id = any (p_access_ids) and a.state <> 'leaving'
    returning a.subscription_id
  ),
  changed as (
    update vpn.desired as d
    set generation = d.generation + 1
    where d.subscription_id in (select r.subscription_id from replaced as r)
    returning d.subscription_id
  )
  select array_agg(c.subscription_id order by c.subscription_id) into v_ids from changed as c;
  perform vpn.enqueue_apply(v_ids, p_priority);
end
$$;
comment on function vpn.replace_keys(bigint[], outbox.priority) is
  'Gives these accesses another uuid, by messages of the priority (null: the default of the kind), so that their keys work no longer. The caller holds the lock on the desired state.';
