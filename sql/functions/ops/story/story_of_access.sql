-- What the panels confirmed, and what they still owe.
create or replace function ops.story_of_access(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with his as materialized (
    select s.id from billing.subscriptions as s where s.user_id = p_user_id
  )

  select
    coalesce(a.applied_at, app.now()),
    case when a.lags then 'access lags' else 'access confirmed' end,
    concat_ws(
      ', ',
      coalesce('panel ' || a.panel, 'no panel yet'),
      case
        when a.applied_expires_at is not null
          then format('until %s UTC', date_trunc('second', a.applied_expires_at at time zone 'UTC'))
        when a.applied_at is not null then 'no access'
      end,
      case when a.lags then format('generation %s is wanted, %s confirmed', a.desired_generation, a.applied_generation) end,
      a.last_error
    ),
    null::bigint, null::text, coalesce('access ' || a.access_id, 'subscription ' || a.subscription_id)
  from his
  join ops.access as a on a.subscription_id = his.id
  union all
  select
    u.connected_at, 'first connected', 'panel ' || p.code, null, null, 'access ' || a.id
  from his
  join vpn.access as a on a.subscription_id = his.id
  join vpn.panels as p on p.id = a.panel_id
  join vpn.usage as u on u.access_id = a.id
  where u.connected_at is not null
  union all
  select f.left_at, 'access removed', 'panel ' || p.code, null, null, 'access ' || f.access_id
  from his
  join vpn.former_access as f on f.subscription_id = his.id
  join vpn.panels as p on p.id = f.panel_id
  union all
  select
    d.delivered_at, 'access came late',
    concat_ws(', ', format('%s were lost', d.lost), coalesce(d.added || ' given back', 'nothing given back yet')),
    null, null, 'subscription ' || d.subscription_id
  from his
  join vpn.late_deliveries as d on d.subscription_id = his.id;
end
$$;
comment on function ops.story_of_access(bigint) is
  'Part of ops.explain: where access is, as each panel confirmed it last, or what it lacks and why; the first connection, removals, and what came late.';
