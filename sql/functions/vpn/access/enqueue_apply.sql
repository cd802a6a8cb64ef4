-- A subscription without a panel gets its message when it is placed. As vpn.enqueue_accesses, without reading the
-- access twice.
--
-- In PL/pgSQL, which keeps the plan: an SQL function was planned again for each slice of a batch.
create or replace function vpn.enqueue_apply(p_subscription_ids bigint[], p_priority outbox.priority default null)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  perform outbox.enqueue_batch(
    'vpn.apply',
    array_agg(a.id::text),
    array_fill('{}'::jsonb, array[count(*)::integer]),
    array_agg('vpn.apply:' || a.id),
    null,
    case when p_priority is not null then array_fill(p_priority, array[count(*)::integer]) end,
    array_agg(p.code)
  )
  from unnest(p_subscription_ids) as s (id)
  join vpn.access as a on a.subscription_id = s.id
  join vpn.panels as p on p.id = a.panel_id
  having count(*) > 0;
end
$$;
comment on function vpn.enqueue_apply(bigint[], outbox.priority) is
  'Makes sure that one vpn.apply message of the priority (null: the default of the kind) waits in the lane of each access of these subscriptions.';
