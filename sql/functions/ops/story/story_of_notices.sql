create or replace function ops.story_of_notices(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    t.at, 'told', concat_ws(', ', replace(t.what, '-', ' '), 'period ' || t.period_number), null::bigint, null::text,
    'subscription ' || t.subscription_id
  from app.told_to(p_user_id) as t
  union all
  select
    n.created_at, 'not told', concat_ws(', ', replace(n.kind, '_', ' '), replace(n.dropped, '_', ' ')), null, null,
    'subscription ' || n.subscription_id
  from billing.subscriptions as s
  join billing.notices as n on n.subscription_id = s.id
  where s.user_id = p_user_id and n.dropped is not null
  union all
  select
    l.buried_at, 'not delivered', concat_ws(', ', replace(l.what, '-', ' '), l.reason, l.error), null, null,
    'dead letter ' || l.id
  from ops.lost_notices as l
  where l.user_id = p_user_id;
end
$$;
comment on function ops.story_of_notices(bigint) is
  'Part of ops.explain: what a customer was told in the last 35 days by name, what he was not told and why (billing.notices.dropped), and what did not arrive or was dropped on its way.';
