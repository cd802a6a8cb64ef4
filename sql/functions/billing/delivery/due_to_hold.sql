-- Nearly always there is none, and that has to be seen without reading all: at ten million subscriptions the planner
-- took another way than the index of those that are due. As billing.due_to_expire, this function calls no other, so
-- the settings are its own.
create or replace function billing.due_to_hold(p_limit integer) returns bigint[]
language sql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
  select array_agg(due.id order by due.id)
  from (
    select s.id
    from billing.subscriptions as s
    join vpn.desired as d on d.subscription_id = s.id
    where s.status = 'active'
      and date_bin('1 minute', s.expires_at, 'epoch') <= app.now() - interval '2 minutes'
      and d.present
      and d.expires_at < app.now() + interval '1 hour'
    order by date_bin('1 minute', s.expires_at, 'epoch'), s.id
    limit p_limit
    for no key update of s, d skip locked
  ) as due
$$;
comment on function billing.due_to_hold(integer) is
  'Locks up to p_limit active subscriptions that ended at least two minutes ago and whose access ends at the panel within an hour, and their access. Returns their ids, null for none.';
